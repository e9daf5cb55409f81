// Asks now and then whether what this page shows has changed (shared/web/live.py). A list is fetched anew where it
// stands; a form is left alone and its reader is told. Without this script every page works, and says how old it is.

const live = document.getElementById("live");
const isList = live.hasAttribute("data-list");
const MINUTE = 60_000;
let at = Number(live.dataset.at);
let drawnAt = Date.now();
let failed = 0;

function say(which) {
  const words = document.getElementById(`live-${which}`);
  if (live.dataset.said === which) return;
  live.dataset.said = which;
  live.replaceChildren(words.content.cloneNode(true));
}

function beQuiet() {
  delete live.dataset.said;
  live.replaceChildren();
}

function place(element) {
  if (!element?.closest("#part")) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : "#part";
}

async function drawAnew() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) throw new Error("not the list");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.getElementById("part");
  const was = place(document.activeElement);
  document.getElementById("part").replaceWith(part);
  at = Number(page.getElementById("live").dataset.at);
  drawnAt = Date.now();
  if (was) (part.querySelector(was) ?? part).focus({ preventScroll: true });
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(live.dataset.changes, { headers: { accept: "application/json" } });
    if (answer.status === 401) return say("signed-out");
    if (!answer.ok) throw new Error("no answer");
    const changed = (await answer.json()).at !== at;
    if (isList && (changed || Date.now() - drawnAt >= MINUTE)) {
      await drawAnew();
      changed ? say("redrawn") : beQuiet();
    } else if (changed) {
      say("changed");
    } else if (failed) {
      beQuiet();
    }
    failed = 0;
  } catch {
    failed += 1;
    if (failed >= 2) say("lost");
  }
}

setInterval(look, Number(live.dataset.everySeconds) * 1000);
document.addEventListener("visibilitychange", look);
