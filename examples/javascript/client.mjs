// A client of W&B runs in JavaScript, with nothing but Node's standard library, and the adapter that lets
// runfake's contract kit drive it: runfake contract --client-command "node examples/javascript/client.mjs"

import { readFile } from "node:fs/promises";
import { relative, sep } from "node:path";
import { createInterface } from "node:readline";

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const TRIES = 5;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// -- HTTP: credentials, and requests that are sent again ------------------------------------------------

class Http {
  constructor(baseUrl, apiKey) {
    this.baseUrl = baseUrl;
    this.authorization = "Basic " + Buffer.from(`api:${apiKey}`).toString("base64");
  }

  async graphql(query, variables) {
    const body = JSON.stringify({ query, variables });
    const headers = { "Content-Type": "application/json" };
    const answer = JSON.parse((await this.send("POST", `${this.baseUrl}/graphql`, body, headers)).toString());
    if (answer.errors?.length) throw new Error(answer.errors.map((error) => error.message).join("; "));
    return answer.data;
  }

  async send(method, url, body, headers = {}) {
    if (url.startsWith(this.baseUrl)) headers = { Authorization: this.authorization, ...headers };
    for (let attempt = 1; ; attempt++) {
      let response, content;
      try {
        response = await fetch(url, { method, body, headers });
        content = Buffer.from(await response.arrayBuffer());
      } catch (error) {
        if (attempt === TRIES) throw error;
        await pause(20);
        continue;
      }
      if (response.ok) return content;
      if (attempt === TRIES || !PASSING.has(response.status))
        throw new Error(`HTTP ${response.status}: ${content.toString().slice(0, 300)}`);
      await pause(1000 * Number(response.headers.get("Retry-After") ?? 0.02));
    }
  }
}

// -- values: JSON has no NaN, W&B's histories and summaries do ------------------------------------------

// Writes bare NaN and Infinity, outside of texts, as the texts that the port has for them.
const parse = (text) =>
  JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (token) => (token[0] === '"' ? token : `"${token}"`)));

// -- the client ----------------------------------------------------------------------------------------

const IN_RUN = (selection, declared = "") =>
  `query Q($entity: String!, $project: String!, $run: String!${declared}) {
    project(name: $project, entityName: $entity) { run(name: $run) { ${selection} } } }`;
const FILES = IN_RUN(
  `list: files(names: $names, first: $first, after: $after) {
    edges { node { id name sizeBytes directUrl updatedAt } } pageInfo { hasNextPage endCursor } }`,
  ", $names: [String], $first: Int, $after: String",
);
const ARTIFACTS = (field) =>
  IN_RUN(
    `list: ${field}(first: $first, after: $after) { edges { node { versionIndex artifactType { name }
      artifactSequence { name } aliases { alias artifactCollectionName } } } pageInfo { hasNextPage endCursor } }`,
    ", $first: Int, $after: String",
  );

class Client {
  constructor({ base_url, api_key }) {
    this.http = new Http(base_url, api_key);
  }

  async inRun(path, query, variables = {}) {
    const [entity, project, run] = path.split("/");
    const data = await this.http.graphql(query, { entity, project, run, ...variables });
    if (!data.project?.run) throw new Error(`there is no run ${path}`);
    return data.project.run;
  }

  async *pages(path, query, perPage, variables = {}) {
    for (let after = null; ; ) {
      const { list } = await this.inRun(path, query, { ...variables, first: perPage, after });
      for (const { node } of list.edges) yield node;
      if (!list.pageInfo.hasNextPage) return;
      after = list.pageInfo.endCursor;
    }
  }

  async load({ run }) {
    const found = await this.inRun(
      run,
      IN_RUN(`name displayName state config summaryMetrics systemMetrics tags notes group jobType createdAt
        historyKeys user { username }`),
    );
    const [entity, project, id] = run.split("/");
    const config = Object.entries(parse(found.config || "{}")).filter(([key]) => key !== "_wandb");
    const url = [this.http.baseUrl, ...[entity, project, "runs", id].map(encodeURIComponent)].join("/");
    return {
      id, entity, project, url,
      name: found.displayName, state: found.state, tags: found.tags, notes: found.notes, group: found.group,
      job_type: found.jobType, created_at: found.createdAt, user: found.user?.username ?? null,
      config: Object.fromEntries(config.map(([key, entry]) => [key, entry.value])),
      summary: parse(found.summaryMetrics || "{}"),
      system_metrics: parse(found.systemMetrics || "{}"),
      last_history_step: found.historyKeys?.lastStep ?? -1,
      history_keys: Object.keys(found.historyKeys?.keys ?? {}),
    };
  }

  async history({ run, samples = 500, keys = null, x_axis = "_step", stream = "default" }) {
    if (stream !== "system" && keys?.length) {
      const specs = [JSON.stringify({ keys: [...new Set([x_axis, ...keys])], samples })];
      const query = IN_RUN("rows: sampledHistory(specs: $specs)", ", $specs: [JSONString!]!");
      return (await this.inRun(run, query, { specs })).rows[0];
    }
    const field = stream === "system" ? "events" : "history";
    return (await this.inRun(run, IN_RUN(`rows: ${field}(samples: $samples)`, ", $samples: Int"), { samples })).rows.map(parse);
  }

  async *scan_history({ run, keys = null, page_size = 1000, min_step = null, max_step = null }) {
    const { historyKeys } = await this.inRun(run, IN_RUN("historyKeys"));
    const afterLast = (historyKeys?.lastStep ?? -1) + 1;
    const end = Math.min(max_step ?? afterLast, afterLast);
    for (let begin = min_step ?? 0; begin < end; begin += page_size) {
      yield* await this.window(run, keys, begin, Math.min(begin + page_size, end));
    }
  }

  // Every row of a window of steps. Steps may repeat: a full answer may lack some, and is asked for again.
  async window(run, keys, minStep, maxStep) {
    for (let samples = maxStep - minStep + 1; ; samples *= 2) {
      const rows = await (keys?.length ? this.keyed(run, keys, minStep, maxStep, samples) : this.unkeyed(run, minStep, maxStep, samples));
      if (rows.length < samples) return rows;
    }
  }

  async unkeyed(run, minStep, maxStep, samples) {
    const query = IN_RUN(
      "rows: history(minStep: $minStep, maxStep: $maxStep, samples: $samples)",
      ", $minStep: Int64!, $maxStep: Int64!, $samples: Int!",
    );
    return (await this.inRun(run, query, { minStep, maxStep, samples })).rows.map(parse);
  }

  // Here the server takes maxStep as the last step that is wanted.
  async keyed(run, keys, minStep, maxStep, samples) {
    const specs = [JSON.stringify({ keys, minStep, maxStep: maxStep - 1, samples })];
    return (await this.inRun(run, IN_RUN("rows: sampledHistory(specs: $specs)", ", $specs: [JSONString!]!"), { specs })).rows[0];
  }

  async *files({ run, names = null, per_page = 50 }) {
    for await (const { name, sizeBytes } of this.pages(run, FILES, per_page, { names: names ?? [] }))
      yield { name, size: Number(sizeBytes) };
  }

  async found(run, name) {
    for await (const node of this.pages(run, FILES, 1, { names: [name] })) if (node.updatedAt) return node;
    throw new Error(`the run ${run} has no file ${name}`);
  }

  async file({ run, name }) {
    const node = await this.found(run, name);
    return { name: node.name, size: Number(node.sizeBytes) };
  }

  async download_file({ run, name }) {
    return (await this.http.send("GET", (await this.found(run, name)).directUrl)).toString("base64");
  }

  async upload_file({ run, path, root = "." }) {
    const name = relative(root, path).split(sep).join("/");
    const content = await readFile(path);
    const [entity, project, id] = run.split("/");
    const { createRunFiles } = await this.http.graphql(
      `mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
        createRunFiles(input: { entityName: $entity, projectName: $project, runName: $run, files: $files }) {
          files { uploadUrl } } }`,
      { entity, project, run: id, files: [name] },
    );
    await this.http.send("PUT", createRunFiles.files[0].uploadUrl, content);
    return this.file({ run, name });
  }

  async *artifacts(run, field, perPage) {
    for await (const node of this.pages(run, ARTIFACTS(field), perPage)) {
      const collection = node.artifactSequence.name;
      const version = `v${node.versionIndex}`;
      const own = node.aliases.filter((alias) => alias.artifactCollectionName === collection);
      // One of them is the version's own number.
      const aliases = own.map(({ alias }) => alias).filter((alias) => alias !== version);
      yield { name: `${collection}:${version}`, type: node.artifactType.name, aliases };
    }
  }

  logged_artifacts({ run, per_page = 100 }) {
    return this.artifacts(run, "outputArtifacts", per_page);
  }

  used_artifacts({ run, per_page = 100 }) {
    return this.artifacts(run, "inputArtifacts", per_page);
  }

  async wait_until_finished({ run }) {
    for (;;) {
      const { state } = await this.inRun(run, IN_RUN("state"));
      if (!["running", "pending"].includes(state)) return state;
      await pause(20);
    }
  }

  snake_to_camel({ string }) {
    return string.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  }
}

// -- the adapter: a line of JSON in, a line of JSON out ---------------------------------------------------

const VERBS = ["load", "history", "scan_history", "files", "file", "download_file", "upload_file", "logged_artifacts",
  "used_artifacts", "wait_until_finished", "snake_to_camel"];
let client;

async function answer({ verb, arguments: given, take }) {
  if (verb === "open") {
    client = new Client(given);
    return { verbs: VERBS, claims: ["retries"] };
  }
  const result = client[verb](given);
  if (!result?.[Symbol.asyncIterator]) return result;
  const items = [];
  if (take !== 0) for await (const item of result) if (items.push(item) === take) break;
  return items;
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const reply = await answer(asked).then((result) => ({ result: result ?? null }), (error) => ({ error: String(error) }));
  console.log(JSON.stringify({ id: asked.id, ...reply }));
}
