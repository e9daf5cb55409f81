"""What a person sees: one shell, one set of macros, one style sheet. No service draws its own."""

from shared.web.errors import problem_page as problem_page
from shared.web.pages import Pages as Pages
from shared.web.static import static_app as static_app
