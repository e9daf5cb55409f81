// Emmett: its command handler on its Postgres event store. Usage: `node emmett_peer.mjs URL`.

import { CommandHandler } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

const TEXT = 'x'.repeat(900);
const store = getPostgreSQLEventStore(process.argv[2]);
const note = () => ({ type: 'NoteAdded', data: { text: TEXT } });
const handle = CommandHandler({ evolve: (state) => ({ notes: state.notes + 1 }), initialState: () => ({ notes: 0 }) });
const addNotes = (name, events = 1) => handle(store, name, () => Array.from({ length: events }, note));

let streams = 0;
let turn = 0;

async function run({ seconds, at_once: atOnce, streams: kind }) {
  const took = [];
  let failed = 0;
  const since = performance.now();
  const work = async () => {
    for (;;) {
      const began = performance.now();
      if (began >= since + seconds * 1000) return;
      try {
        await addNotes(kind === 'existing' ? `book-${turn++ % streams}` : `book-${randomUUID()}`);
        took.push(performance.now() - began);
      } catch {
        failed++;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const elapsed = (performance.now() - since) / 1000;
  took.sort((a, b) => a - b);
  return { per_second: took.length / elapsed, p50_ms: took[Math.floor(took.length / 2)], failed };
}

async function seed({ seed: count, events }) {
  streams = count;
  for (let number = 0; number < count; number++) await addNotes(`book-${number}`, events);
  return { seeded: count };
}

await addNotes(`book-${randomUUID()}`);
console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify('seed' in asked ? await seed(asked) : await run(asked)));
}
await store.close();
process.exit(0);
