// Scripts only make things quicker or easier: every page works without them.

import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.bundle.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.bundle.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.bundle.mjs";
import { drag } from "./ordering.js";
import { suggest } from "./suggestions.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const link of document.querySelectorAll('[data-module="govuk-skip-link"]')) new SkipLink(link);
for (const summary of document.querySelectorAll('[data-module="govuk-error-summary"]')) new ErrorSummary(summary);
for (const box of document.querySelectorAll('[data-module="govuk-password-input"]')) new PasswordInput(box);
for (const box of document.querySelectorAll("input[data-suggestions]")) suggest(box);
for (const bench of document.querySelectorAll("[data-ordering]")) drag(bench);
