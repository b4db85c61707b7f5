package io.llmgateway.ledger;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;

/**
 * Who issues invoices, and when.
 *
 * @param issuer the name on them, 1 to 100 characters; each has a sequence of numbers of its own
 * @param grace how long after its end a month can be issued at the earliest, so that what is booked
 *     at its last moment is in it
 */
public record InvoiceSettings(String issuer, Duration grace) {
  public static final InvoiceSettings USUAL =
      new InvoiceSettings("llm-gateway", Duration.ofHours(1));

  private static final String ISSUER = "gateway.invoice.issuer";
  private static final String GRACE = "gateway.invoice.grace";
  private static final int LONGEST = 100;

  /**
   * @throws ConfigException when a value can not be used
   */
  public static InvoiceSettings from(ConfigView config) {
    String issuer = config.text(ISSUER).orElse(USUAL.issuer());
    if (issuer.length() > LONGEST) {
      throw new ConfigException(ISSUER, "at most " + LONGEST + " characters");
    }
    Duration grace = config.duration(GRACE).orElse(USUAL.grace());
    if (grace.isNegative()) {
      throw new ConfigException(GRACE, "must not be negative");
    }
    return new InvoiceSettings(issuer, grace);
  }
}
