import createFetchClient, { type Client, type ClientOptions } from "openapi-fetch";

import type { paths } from "./generated/schema.js";

export type * from "./generated/schema.js";

/** A client of the service at `baseUrl`; the other options are those of openapi-fetch. */
export default function createClient(options: ClientOptions & { baseUrl: string }): Client<paths> {
  return createFetchClient<paths>(options);
}
