// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list, which is read page by page while it is iterated:
 *
 * <pre>{@code
 * for (Event event : client.events().listEvents(request)) ...
 * }</pre>
 *
 * <p>Each iteration begins anew, and throws {@link GanchoException} where a page cannot be read.
 *
 * @param <T> what is listed
 * @param <P> a page, as the server answers it
 */
public final class Pages<T, P> implements Iterable<T> {
  private final Function<String, P> read;
  private final Function<P, List<T>> items;
  private final Function<P, String> nextToken;

  /** {@code read} with null reads what the request says. */
  Pages(Function<String, P> read, Function<P, List<T>> items, Function<P, String> nextToken) {
    this.read = read;
    this.items = items;
    this.nextToken = nextToken;
  }

  /** The first page only, or the one of the request's {@code page_token}. */
  public P firstPage() {
    return read.apply(null);
  }

  /** The pages. */
  public Iterable<P> pages() {
    return PageIterator::new;
  }

  @Override
  public Iterator<T> iterator() {
    return new ItemIterator();
  }

  public Stream<T> stream() {
    return StreamSupport.stream(spliterator(), /* parallel= */ false);
  }

  private final class PageIterator implements Iterator<P> {
    private String token; // null before the first page
    private boolean isLast;

    @Override
    public boolean hasNext() {
      return !isLast;
    }

    @Override
    public P next() {
      if (isLast) {
        throw new NoSuchElementException();
      }
      P page = read.apply(token);
      token = nextToken.apply(page);
      isLast = token.isEmpty();
      return page;
    }
  }

  private final class ItemIterator implements Iterator<T> {
    private final Iterator<P> pages = new PageIterator();
    private Iterator<T> page = Collections.emptyIterator();

    @Override
    public boolean hasNext() {
      // A page may be empty and still not be the last.
      while (!page.hasNext() && pages.hasNext()) {
        page = items.apply(pages.next()).iterator();
      }
      return page.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }
  }
}
