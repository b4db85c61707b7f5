package io.llmgateway.ledger;

import java.util.List;

/**
 * Bookings that people ask for, in the database. Each method is one transaction, as in {@link
 * Books}, which also records who did it.
 */
public interface ManualBooks {

  /**
   * @throws io.llmgateway.chat.ChatException.Final NOT_FOUND when there is no such account;
   *     INVALID_REQUEST for another currency, and for a transfer to another organisation; CONFLICT
   *     when the reference was booked with other content; INSUFFICIENT_FUNDS
   */
  Booked book(EntryRequest request);

  /**
   * Takes an entry back.
   *
   * @param reference unique for ever
   * @throws io.llmgateway.chat.ChatException.Final NOT_FOUND when there is no such entry; CONFLICT
   *     when it can not be taken back, or was before; INSUFFICIENT_FUNDS
   */
  Booked reverse(String entryId, String reference, String principal, String reason);

  /**
   * Asks other nodes to give back what they have leased of the wallet and do not hold.
   *
   * @return how many have leased something
   */
  int recall(String account);

  /**
   * @return some of the grants whose time has come and that are not ended
   */
  List<CreditGrant> dueGrants();

  /**
   * Takes back what is left of a grant whose time has come: no more than the wallet has, and for
   * now no more than nobody has leased.
   *
   * @return without an entry when there is nothing to take
   */
  Booked expire(String grantId);

  List<CreditGrant> grants(CreditGrantQuery query);
}
