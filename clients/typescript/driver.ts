import { createInterface } from "node:readline";

import type { Middleware } from "openapi-fetch";

import type { operations } from "./generated/schema.js";
import createClient from "./index.js";

// A middleware asks for the token at each call; a fixed header would outlive it, after about an hour.
const authorization: Middleware = {
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${process.env["DEFENDER_ACTIONS_TOKEN"]}`);
  },
};

const client = createClient({
  baseUrl: process.env["DEFENDER_ACTIONS_BASE_URL"] ?? "",
  // An action is asked for once, and at no other place.
  redirect: "manual",
});
client.use(authorization);

type Answer = { data?: unknown; error?: unknown; response: Response };
type Path<Operation> = Operation extends { parameters: { path: infer P } } ? P : unknown;
type Body<Operation> = Operation extends { requestBody: { content: { "application/json": infer B } } } ? B : unknown;
type Calls = {
  [Id in keyof operations]?: (path: Path<operations[Id]>, body: Body<operations[Id]>) => Promise<Answer>;
};

const calls: Calls = {
  blockFile: ({ sha1 }, { Comment }) =>
    client.POST("/files/{sha1}/block", { params: { path: { sha1 } }, body: { Comment } }),
  unblockFile: ({ sha1 }, { Comment }) =>
    client.POST("/files/{sha1}/unblock", { params: { path: { sha1 } }, body: { Comment } }),
  stopAndQuarantineFile: ({ id }, { Comment, Sha1 }) =>
    client.POST("/machines/{id}/stopAndQuarantineFile", { params: { path: { id } }, body: { Comment, Sha1 } }),
  unrestrictCodeExecution: ({ id }, { Comment }) =>
    client.POST("/machines/{id}/unrestrictCodeExecution", { params: { path: { id } }, body: { Comment } }),
};

/** What the caller holds. Its type is the one at run time, where TypeScript has no names for objects. */
function describe({ data, error, response }: Answer) {
  const held = response.ok ? data : error;
  const isText = typeof held === "string";
  return {
    status: response.status,
    type: `${response.ok ? "data" : "error"}: ${held === null ? "null" : typeof held}`,
    value: isText ? null : (held ?? null),
    text: isText && held !== "" ? held : null,
    headers: Object.fromEntries(response.headers),
  };
}

async function run(line: string) {
  const { operation, parameters, body } = JSON.parse(line);
  // Which operation is called is known at run time alone, so its types are not.
  const call = (calls as Record<string, ((path: unknown, body: unknown) => Promise<Answer>) | undefined>)[operation];
  if (call === undefined) {
    return { failure: `driver.ts has no call for \`${operation}\`` };
  }
  try {
    return describe(await call(parameters, body));
  } catch (error) {
    console.error(error);
    return { status: null, type: error instanceof Error ? error.name : typeof error, value: null, text: null };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await run(line))}\n`);
}
