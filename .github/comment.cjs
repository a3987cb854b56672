"use strict";
// Posts the comment that `copybook review` wrote, or renews it. Called by workflows/comment.yml, tested by tests/test_workflows.py.
//
// The text comes from a run that had the contributor's files in its hands. It may be trusted only if that run was of our own
// code: so every file that the pull request changes must be a case study, and the run must be of its newest commit.

const { lstatSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const MARK = "<!-- copybook review -->";
const LONGEST = 60_000;
const ONLY = "casestudies/";

/** What is in a plain file that is not too long; null for anything else. */
function read(folder, name, longest) {
  const path = join(folder, name);
  const about = lstatSync(path, { throwIfNoEntry: false });
  return about?.isFile() && about.size <= longest ? readFileSync(path, "utf8") : null;
}

/** The number of a pull request, if it is nothing but one. */
function numberIn(text) {
  const found = /^([1-9][0-9]{0,8})\n?$/.exec(text ?? "");
  return found ? Number(found[1]) : null;
}

/** Why the text must not be posted; nothing if it may. */
async function objection(github, where, number, run) {
  const { data: pull } = await github.rest.pulls.get({ ...where, pull_number: number });
  if (pull.state !== "open") return "The pull request is closed.";
  if (pull.head.sha !== run.head_sha) return "The run was not of the newest commit of that pull request.";
  if (pull.head.repo?.id !== run.head_repository.id) return "The run was of another repository than that pull request.";
  const files = await github.paginate(github.rest.pulls.listFiles, { ...where, pull_number: number, per_page: 100 });
  const names = files.flatMap((file) => [file.filename, file.previous_filename ?? file.filename]);
  if (files.length !== pull.changed_files) return "The pull request changes more files than can be looked through.";
  if (!names.every((name) => name.startsWith(ONLY))) return "The pull request changes more than case studies: an editor reads the run's own page.";
  return null;
}

module.exports = async ({ github, context, core, folder }) => {
  const run = context.payload.workflow_run;
  const where = { owner: context.repo.owner, repo: context.repo.repo };
  const number = numberIn(read(folder, "number", 20));
  // A character takes up to four bytes.
  const text = read(folder, "comment.md", 4 * LONGEST) ?? "";
  if (number === null || text.length > LONGEST || !text.startsWith(`${MARK}\n`)) return core.warning("What was handed on is no comment.");
  const why = await objection(github, where, number, run);
  if (why) return core.notice(`Nothing posted. ${why}`);
  const comments = await github.paginate(github.rest.issues.listComments, { ...where, issue_number: number, per_page: 100 });
  const ours = comments.find((each) => each.user?.login === "github-actions[bot]" && each.body?.startsWith(MARK));
  if (ours?.body === text) return core.info("The comment is up to date.");
  if (ours) return void (await github.rest.issues.updateComment({ ...where, comment_id: ours.id, body: text }));
  await github.rest.issues.createComment({ ...where, issue_number: number, body: text });
};
