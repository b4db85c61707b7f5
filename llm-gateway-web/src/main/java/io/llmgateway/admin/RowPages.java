package io.llmgateway.admin;

import java.util.List;
import java.util.function.Function;

/**
 * A long list, page by page; each page is a query of its own, so that no transaction stays open.
 *
 * @param size how many rows a page has, the last one excepted
 * @param after finds the page after the row with this id; null for the first one
 * @param id of a row
 * @param <T> the row
 */
record RowPages<T>(int size, Function<String, List<T>> after, Function<T, String> id) {

  /** The page that follows this one, empty when this was the last one. */
  List<T> next(List<T> page) {
    return page.size() < size ? List.of() : after.apply(id.apply(page.get(page.size() - 1)));
  }
}
