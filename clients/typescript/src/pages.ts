// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A list, which is read page by page when it is iterated:
 *
 *     for await (const event of client.events.listEvents({ parent })) ...
 *
 * Each iteration begins anew.
 */
export class Pages<Item, Page extends { nextPageToken: string }>
  implements AsyncIterable<Item>
{
  readonly #read: (pageToken?: string) => Promise<Page>;

  /** @internal `read` without a token reads what the request says. */
  constructor(read: (pageToken?: string) => Promise<Page>) {
    this.#read = read;
  }

  /** The first page only, or the one of the request's `pageToken`. */
  firstPage(): Promise<Page> {
    return this.#read();
  }

  /** The pages as the server answers them. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    let page = await this.#read();
    yield page;
    while (page.nextPageToken !== "") {
      page = await this.#read(page.nextPageToken);
      yield page;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* itemsOf<Item>(page);
  }
}

// A page has one repeated field: what is listed.
function itemsOf<Item>(page: object): Item[] {
  return Object.values(page).find(Array.isArray) ?? [];
}
