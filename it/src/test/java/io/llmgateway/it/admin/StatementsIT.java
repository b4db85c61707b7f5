package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.Wallet;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An account's month as people get it; recomputed here from its own lines. */
class StatementsIT {
  private static final YearMonth NOW = YearMonth.now(ZoneOffset.UTC);

  private static Tenant tenant;
  private static Http admin;
  private static Http auditor;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("statements").models("echo").start();
    admin = Http.as(Operator.ADMIN, tenant.server());
    auditor = Http.as(Operator.AUDITOR, tenant.server());
    for (int i = 0; i < 3; i++) {
      tenant.http().post("/v1/chat/completions", tenant.chat("echo", "one two")).assertOk();
    }
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  private static String path(YearMonth month) {
    return "/admin/api/accounts/" + tenant.name() + "/statements/" + month;
  }

  private static String month(YearMonth month, String accept) {
    Reply reply = auditor.send(auditor.request(path(month)).header("Accept", accept).GET().build());
    assertEquals(200, reply.status(), reply.toString());
    return reply.body();
  }

  @Test
  void closesWithWhatTheWalletHas() {
    Doc statement = auditor.get(path(NOW)).assertOk().json();
    assertEquals("open", statement.at("state").text());
    assertTrue(statement.at("ties_out").isTrue(), statement.toString());
    BigDecimal closing = statement.at("closing_balance").number();
    assertEquals(0, Wallet.of(tenant.http()).balance().compareTo(closing), statement.toString());
    BigDecimal charges =
        statement.at("usage").items().stream()
            .map(line -> line.at("charge").number())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertTrue(charges.signum() > 0);
    assertEquals(0, charges.compareTo(statement.at("usage_charge").number()));
  }

  @Test
  void theLinesOfTheFileSumUpToTheLastOne() {
    List<String> lines = month(NOW, "text/csv").lines().toList();
    int amount = List.of(lines.get(0).split(",")).indexOf("amount");
    BigDecimal sum = BigDecimal.ZERO;
    for (String line : lines.subList(1, lines.size() - 1)) {
      sum = sum.add(new BigDecimal(line.split(",")[amount]));
    }
    String last = lines.get(lines.size() - 1).split(",")[amount];
    assertEquals(0, sum.compareTo(new BigDecimal(last)), String.join("\n", lines));
  }

  @Test
  void isAlsoADocumentToPrint() {
    assertTrue(month(NOW, "application/pdf").startsWith("%PDF-"));
  }

  @Test
  void aMonthThatIsOverGetsOneNumberAndAnOpenOneNone() {
    YearMonth before = NOW.minusMonths(2);
    Doc issued = admin.post(path(before) + "/issue", "{}").assertOk().json();
    Doc again = admin.post(path(before) + "/issue", "{}").assertOk().json();
    String number = issued.at("invoice", "number").text();
    assertTrue(number.matches("\\d{4}-\\d{6}"), number);
    assertEquals(number, again.at("invoice", "number").text());
    assertTrue(again.at("invoice", "unchanged").isTrue());

    admin.post(path(NOW) + "/issue", "{}").assertError(409, "conflict");
    auditor.post(path(before) + "/issue", "{}").assertError(403, "permission_denied");
    auditor
        .get(path(before).replace(before.toString(), "2026-13"))
        .assertError(400, "invalid_request");
  }
}
