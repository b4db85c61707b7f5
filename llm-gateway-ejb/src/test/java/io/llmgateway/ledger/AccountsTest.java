package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.audit.AuditQuery;
import io.llmgateway.audit.AuditTrail;
import io.llmgateway.audit.AuditView;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountsTest {
  private final MovableClock clock = new MovableClock("2026-11-21T12:00:00Z");
  private TestDatabase database;

  private void open(TestDatabase.Provider provider) {
    database = TestDatabase.empty(provider);
  }

  private <T> T with(Function<Accounts, T> work) {
    return database.transaction(
        manager ->
            work.apply(
                new Accounts(
                    manager, new SettingsGuard(manager), new AuditTrail(manager, clock), clock)));
  }

  @ParameterizedTest
  @EnumSource
  void makesAnAccountWithAnEmptyWalletAndTellsTheOtherNodes(TestDatabase.Provider provider) {
    open(provider);
    long before = version();
    AccountView made = with(a -> a.create("anna", team("team", "acme", "5")));
    assertEquals(new AccountView("team", "acme", true, usd("0"), usd("5"), clock.instant()), made);
    assertEquals(made, with(a -> a.get("team")));
    assertTrue(version() > before);
    refuses(ErrorCode.CONFLICT, () -> with(a -> a.create("anna", team("team", null, "0"))));
  }

  @ParameterizedTest
  @EnumSource
  void changesWhatIsSaidAndRecordsTheDifference(TestDatabase.Provider provider) {
    open(provider);
    with(a -> a.create("anna", team("team", "acme", "5")));
    clock.forward(Duration.ofSeconds(1));
    with(
        a ->
            a.change(
                "otto", "team", was -> new AccountDetails("team", null, false, was.creditLine())));
    assertEquals(Set.of("team"), with(Accounts::disabled));
    with(a -> a.change("otto", "team", was -> was));

    List<AuditView> trail =
        database.transaction(
            m ->
                new AuditTrail(m, clock)
                    .list(new AuditQuery(null, null, "team", null, null, 10, null)));
    assertEquals(2, trail.size());
    assertEquals("otto account.change", trail.get(1).principal() + " " + trail.get(1).action());
    assertEquals(
        "{\"organisation\":{\"from\":\"acme\",\"to\":null},"
            + "\"state\":{\"from\":\"enabled\",\"to\":\"disabled\"}}",
        trail.get(1).details());
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedChangeLeavesNothingBehind(TestDatabase.Provider provider) {
    open(provider);
    with(a -> a.create("anna", team("team", "acme", "5")));
    database.transaction(
        m -> {
          m.createNativeQuery("update wallet set balance = -4 where account = 'team'")
              .executeUpdate();
          return null;
        });
    refuses(
        ErrorCode.CONFLICT,
        () -> with(a -> a.change("otto", "team", was -> team("team", "other", "3.99"))));
    assertEquals("acme", with(a -> a.get("team")).organisation());
    assertEquals(usd("5"), with(a -> a.get("team")).creditLine());
    assertEquals(List.of("1"), database.query("select count(*) from audit_event"));
    with(a -> a.change("otto", "team", was -> team("team", "acme", "4")));
    assertEquals(usd("4"), with(a -> a.get("team")).creditLine());
    refuses(ErrorCode.NOT_FOUND, () -> with(a -> a.change("otto", "nobody", was -> was)));
  }

  @ParameterizedTest
  @EnumSource
  void listsByNameAndFilters(TestDatabase.Provider provider) {
    open(provider);
    with(a -> a.create("anna", team("c", "acme", "0")));
    with(a -> a.create("anna", team("a", "acme", "0")));
    with(a -> a.create("anna", team("b", null, "0")));
    with(a -> a.change("anna", "c", w -> new AccountDetails("c", "acme", false, w.creditLine())));

    assertEquals(List.of("a", "b"), names(new AccountQuery(null, null, null, 2, null)));
    assertEquals(List.of("c"), names(new AccountQuery(null, null, null, 2, "b")));
    assertEquals(List.of("a", "c"), names(new AccountQuery("acme", null, null, 9, null)));
    assertEquals(List.of("a", "b"), names(new AccountQuery(null, true, null, 9, null)));
    assertEquals(List.of("c"), names(new AccountQuery("acme", false, "USD", 9, null)));
    assertEquals(List.of(), names(new AccountQuery(null, null, "EUR", 9, null)));
    boolean made = with(a -> a.exists("d"));
    assertFalse(made);
  }

  private List<String> names(AccountQuery query) {
    return with(a -> a.list(query)).stream().map(AccountView::name).toList();
  }

  private long version() {
    return Long.parseLong(database.query("select version from ledger_guard").get(0));
  }

  private static AccountDetails team(String name, String organisation, String credit) {
    return new AccountDetails(name, organisation, true, usd(credit));
  }

  private static void refuses(ErrorCode code, Runnable work) {
    assertEquals(code, assertThrows(ChatException.Final.class, work::run).code());
  }
}
