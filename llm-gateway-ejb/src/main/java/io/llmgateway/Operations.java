package io.llmgateway;

import io.llmgateway.admission.Admission;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.AccountDetails;
import io.llmgateway.ledger.AccountQuery;
import io.llmgateway.ledger.AccountView;
import io.llmgateway.ledger.Accounts;
import io.llmgateway.ledger.Wallets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What operators do with accounts, which concerns two rooms: the ledger keeps them, and admission
 * refuses the calls of disabled ones. A change is in force on this node when its method returns.
 */
@ApplicationScoped
public class Operations {
  private Accounts accounts;
  private Wallets wallets;
  private Admission admission;

  /** For the container's proxy. */
  Operations() {}

  @Inject
  Operations(Accounts accounts, Wallets wallets, Admission admission) {
    this.accounts = accounts;
    this.wallets = wallets;
    this.admission = admission;
  }

  public List<AccountView> accounts(AccountQuery query) {
    return accounts.list(query);
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public AccountView account(String name) {
    return accounts.get(name);
  }

  /**
   * @throws ChatException.Final CONFLICT when there is such an account
   */
  public AccountView createAccount(String principal, AccountDetails details) {
    AccountView made = accounts.create(principal, details);
    admission.reload();
    return made;
  }

  /**
   * @throws ChatException.Final NOT_FOUND; CONFLICT when the configuration declares the account, or
   *     more than the new credit line is in use
   */
  public AccountView changeAccount(
      String principal, String name, UnaryOperator<AccountDetails> change) {
    if (declaresAccount(name)) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT,
          "The account " + name + " is declared in the configuration, and is changed there.");
    }
    wallets.giveUpIdle(name);
    AccountView changed = accounts.change(principal, name, change);
    admission.reload();
    return changed;
  }

  /** Whether the configuration names the account, itself or in one of its keys. */
  public boolean declaresAccount(String name) {
    return admission.declaredAccounts().contains(name);
  }

  /** Whether the account is enabled here, and in the configuration too. */
  public boolean mayCall(AccountView account) {
    return account.enabled() && !admission.disabledAccounts().contains(account.name());
  }
}
