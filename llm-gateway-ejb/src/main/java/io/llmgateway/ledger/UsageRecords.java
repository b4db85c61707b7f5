package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** What was used, and what it cost. */
@ApplicationScoped
public class UsageRecords {
  private Books books;

  /** For the container's proxy. */
  UsageRecords() {}

  @Inject
  UsageRecords(Books books) {
    this.books = books;
  }

  /**
   * @return one page, in the order of settlement, oldest first; the id of the last one is the
   *     cursor of the next page
   */
  public List<UsageView> list(UsageQuery query) {
    return books.usage(query);
  }

  /**
   * @param key one of the account's API keys, or null for all
   * @param from settled at this time (to the millisecond) or later
   * @return what calls with this key cost, in the account's currency
   * @throws RuntimeException when there is no such account or the database does not answer
   */
  public Amount spent(String account, String key, Instant from) {
    return books.spent(account, key, from);
  }
}
