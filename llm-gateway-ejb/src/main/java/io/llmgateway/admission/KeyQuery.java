package io.llmgateway.admission;

/**
 * Which keys are wanted, by name. A null field does not filter.
 *
 * @param limit at most so many, 1 or more
 * @param after the name of the last key of the page before
 */
public record KeyQuery(
    String account, KeyView.State state, Boolean declared, int limit, String after) {

  boolean matches(KeyView key) {
    return (account == null || account.equals(key.terms().account()))
        && (state == null || state == key.state())
        && (declared == null || declared == key.declared())
        && (after == null || key.name().compareTo(after) > 0);
  }
}
