package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;

/** The configuration of what is done with the books after calls are settled. */
@ApplicationScoped
public class AccountingRules {
  private volatile InvoiceSettings invoices = InvoiceSettings.USUAL;

  public void apply(InvoiceSettings newInvoices) {
    invoices = newInvoices;
  }

  InvoiceSettings invoices() {
    return invoices;
  }
}
