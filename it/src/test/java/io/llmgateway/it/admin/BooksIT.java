package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an accountant asks: usage, sums, the journal and the trial balance, each exactly. */
class BooksIT {
  private static Tenant tenant;
  private static Http auditor;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("books").models("echo", "other").start();
    auditor = Http.as(Operator.AUDITOR, tenant.server());
    for (int i = 0; i < 3; i++) {
      tenant.postChat("echo", "one two three").assertOk();
    }
    tenant.postChat("other", "=cmd()").assertOk();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void usageIsTheSameAsTheApplicationSees() {
    List<Doc> own = tenant.http().get("/v1/usage").json().at("data").items();
    List<Doc> seen = rows("/admin/api/usage?account=" + tenant.name());
    assertEquals(
        own.stream().map(r -> r.at("id").text()).toList(),
        seen.stream().map(r -> r.at("id").text()).toList());
    assertEquals(4, seen.size());
    String request = seen.get(0).at("request_id").text();
    assertEquals(1, rows("/admin/api/usage?request_id=" + request).size());
    assertEquals(1, rows("/admin/api/usage?model=" + tenant.model("other")).size());
    assertEquals(3, rows("/admin/api/usage?limit=3&key=" + tenant.name()).size());
    assertEquals(4, rows("/admin/api/usage?channel=" + tenant.name()).size());
    assertEquals(0, rows("/admin/api/usage?to=2020-01-01&key=" + tenant.name()).size());
    Doc row = seen.get(0);
    assertTrue(row.at("price_id").present() && row.at("cost").present(), row.toString());
  }

  @Test
  void sumsTellWhatATeamSpentOnWhichModelsAtWhichPrice() {
    String from = rows("/admin/api/usage?account=" + tenant.name()).get(0).at("settled_at").text();
    String day = from.substring(0, 10);
    List<Doc> sums =
        rows("/admin/api/usage/summary?group=model,price&account=" + tenant.name() + "&day=" + day);
    assertEquals(2, sums.size());
    BigDecimal charged =
        sums.stream().map(s -> s.at("charge").number()).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal spent = new BigDecimal("1000.00").subtract(tenant.balance());
    assertEquals(0, spent.compareTo(charged), spent + " and " + charged);
    Doc echo = sums.get(0);
    assertEquals(tenant.model("echo"), echo.at("model").text());
    assertEquals(3, echo.at("requests").integer());
    String price = echo.at("price").text();
    Doc priced =
        rows("/admin/api/prices?model=" + tenant.model("echo")).stream()
            .filter(p -> price.equals(p.at("id").text()))
            .findFirst()
            .orElseThrow();
    assertEquals("USD", priced.at("currency").text());
  }

  @Test
  void theJournalBalancesAndTheWalletIsItsSum() {
    List<Doc> entries = rows("/admin/api/wallets/" + tenant.name() + "/entries");
    assertEquals(5, entries.size());
    BigDecimal sum = BigDecimal.ZERO;
    for (Doc entry : entries) {
      BigDecimal all = BigDecimal.ZERO;
      for (Doc posting : entry.at("postings").items()) {
        all = all.add(posting.at("amount").number());
        if (("wallet:" + tenant.name()).equals(posting.at("ledger_account").text())) {
          sum = sum.add(posting.at("amount").number());
        }
      }
      assertEquals(0, all.signum(), entry.toString());
    }
    assertEquals(0, tenant.balance().compareTo(sum));
    String reference = entries.get(1).at("reference").text();
    assertEquals(1, rows("/admin/api/ledger/entries?reference=" + reference).size());
    auditor.get("/admin/api/wallets/nobody-at-all/entries").assertError(404, "not_found");

    Doc balance = auditor.get("/admin/api/ledger/trial-balance").assertOk().json();
    for (Doc total : balance.at("totals").items()) {
      assertEquals(0, total.at("balance").number().signum(), total.toString());
    }
    Doc wallet =
        balance.at("data").items().stream()
            .filter(l -> ("wallet:" + tenant.name()).equals(l.at("ledger_account").text()))
            .findFirst()
            .orElseThrow();
    assertEquals(0, wallet.at("balance").number().compareTo(sum));
  }

  @Test
  void exportsAreCsvThatNoSpreadsheetRuns() {
    Reply usage = csv("/admin/api/usage?account=" + tenant.name());
    List<String> lines = usage.body().lines().toList();
    assertEquals(5, lines.size());
    assertTrue(lines.get(0).startsWith("id,call_id,attempt,request_id,"), lines.get(0));
    assertTrue(usage.body().endsWith("\r\n"));
    assertTrue(usage.header("content-disposition").contains("usage.csv"));
    assertEquals(
        3, csv("/admin/api/usage?limit=2&account=" + tenant.name()).body().lines().count());
    Reply journal = csv("/admin/api/ledger/entries?ledger_account=wallet:" + tenant.name());
    assertTrue(journal.body().lines().count() > 10, journal.body());
    Reply balance = csv("/admin/api/ledger/trial-balance");
    assertTrue(balance.body().startsWith("ledger_account,currency,debit,credit,balance\r\n"));
  }

  private static Reply csv(String path) {
    Reply reply =
        auditor.send(auditor.request(path).header("Accept", "text/csv").GET().build()).assertOk();
    assertTrue(reply.header("content-type").startsWith("text/csv"), reply.toString());
    return reply;
  }

  private static List<Doc> rows(String path) {
    return auditor.get(path).assertOk().json().at("data").items();
  }
}
