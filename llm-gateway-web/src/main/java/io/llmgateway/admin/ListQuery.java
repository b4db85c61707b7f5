package io.llmgateway.admin;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The query of a list: fields to filter by, {@code limit} and {@code after}. Each reader throws
 * {@link ChatException.Final} with {@code invalid_request} that names the parameter; an empty value
 * counts as absent.
 */
final class ListQuery {
  static final int MAX_LIMIT = 1_000;
  private static final int USUAL_LIMIT = 100;
  private static final int LONGEST = 500;
  private static final Set<String> PAGING = Set.of("limit", "after");

  private final MultivaluedMap<String, String> values;

  private ListQuery(MultivaluedMap<String, String> values) {
    this.values = values;
  }

  /**
   * @param filters the names that this list knows beside those of paging
   * @throws ChatException.Final for any other name, and for a name that occurs twice
   */
  static ListQuery of(UriInfo uri, String... filters) {
    Set<String> known = new TreeSet<>(PAGING);
    known.addAll(List.of(filters));
    return of(uri, known);
  }

  /** For a list that is always given whole. */
  static ListQuery withoutPages(UriInfo uri, String... filters) {
    return of(uri, new TreeSet<>(List.of(filters)));
  }

  private static ListQuery of(UriInfo uri, Set<String> known) {
    MultivaluedMap<String, String> values = uri.getQueryParameters();
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw invalid(
            name, "it is none of the parameters of this list: " + String.join(", ", known));
      }
      if (values.get(name).size() > 1) {
        throw invalid(name, "it may be given once");
      }
    }
    return new ListQuery(values);
  }

  /** For what is no list: no parameter at all. */
  static void none(UriInfo uri) {
    for (String name : uri.getQueryParameters().keySet()) {
      throw invalid(name, "there are no parameters here");
    }
  }

  /**
   * @return null when absent
   */
  String text(String name) {
    String text = values.getFirst(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw invalid(name, "expected at most " + LONGEST + " characters, and none of them NUL");
    }
    return text;
  }

  /**
   * @return one of the words, or null when absent
   */
  String oneOf(String name, List<String> words) {
    String text = text(name);
    if (text != null && !words.contains(text)) {
      throw invalid(name, "expected one of " + String.join(", ", words));
    }
    return text;
  }

  /**
   * @return a time; a date alone is its start in UTC; null when absent
   */
  Instant time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeParseException e) {
      throw invalid(name, "expected a time such as 2026-01-31T12:00:00Z, or a date");
    }
  }

  /**
   * @return a date, or null when absent
   */
  LocalDate date(String name) {
    String text = text(name);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw invalid(name, "expected a date such as 2026-01-31");
    }
  }

  boolean given(String name) {
    return text(name) != null;
  }

  /**
   * @return how many rows a page has at the most
   */
  int limit() {
    String text = text("limit");
    if (text == null) {
      return USUAL_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw invalid("limit", "expected a whole number from 1 to " + MAX_LIMIT);
  }

  /**
   * @return the {@code last_id} of the page before, or null for the first page
   */
  String after() {
    return text("after");
  }

  static ChatException.Final invalid(String name, String why) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid '%s': %s.".formatted(name, why), name);
  }
}
