package io.llmgateway.ledger.idempotency;

import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.StoredAnswer;
import java.time.Instant;

/**
 * What a request has got under its Idempotency-Key: the right to call, the stored answer, or both
 * for different parts. A request without a key has a claim that does nothing. Handed from thread to
 * thread, never shared; closed at the end of the request.
 */
public final class Claim implements AutoCloseable {
  private final IdempotencyKeys keys;
  private final KeyRow row;
  private final Turn turn;
  private final int parts;
  private final boolean continued;
  private int answered;

  /**
   * @param keys null when the request has no key
   * @param turn null when the whole answer is stored
   * @param parts how many calls the request takes
   * @param continued whether parts of the answer may be there
   */
  Claim(IdempotencyKeys keys, KeyRow row, Turn turn, int parts, boolean continued) {
    this.keys = keys;
    this.row = row;
    this.turn = turn;
    this.parts = parts;
    this.continued = continued;
  }

  /** The claim of a request without a key. */
  public static Claim none(Call call) {
    KeyRow unsaved =
        new KeyRow(null, null, null, null, call.id(), null, null, call.startedAt(), null);
    return new Claim(null, unsaved, null, 1, false);
  }

  /**
   * @return whether the whole answer is stored, so that nothing is called and nothing charged
   */
  public boolean replayed() {
    return keys != null && turn == null;
  }

  /**
   * @return the id of the call that the answer goes by, the first time and again
   */
  public String callId() {
    return row.callId();
  }

  /**
   * @return when that call arrived
   */
  public Instant startedAt() {
    return row.createdAt();
  }

  /**
   * @param index from 0
   */
  public Part part(int index) {
    return new Part(this, index);
  }

  /** One of the calls of a request. */
  public record Part(Claim claim, int index) {

    /**
     * @return whether the answer is to be handed to {@link #answer}
     */
    public boolean kept() {
      return claim.keys != null;
    }

    /**
     * @return the size in characters up to which an answer is kept
     */
    public int largest() {
      return claim.keys.settings().maxAnswer();
    }

    /**
     * @return the answer to this part as it was handed to {@link #answer}, or null when the part
     *     has to be called
     * @throws ChatException.Final when it was charged, but too large to be kept, or can not be read
     */
    public String stored() {
      return claim.stored(index);
    }

    /**
     * @param json the whole answer as a JSON document, or null when it is too large to be kept
     * @return what the call's settlement takes along
     */
    public StoredAnswer answer(CharSequence json) {
      return claim.answer(index, json);
    }

    /** The settlement was refused, so the answer is neither charged nor kept. */
    public void notBooked() {
      claim.answered = index;
    }
  }

  private String stored(int part) {
    if (keys == null || turn != null && !continued) {
      return null;
    }
    String content = keys.content(row, part);
    if (content == null && turn != null) {
      return null;
    }
    answered = part + 1;
    if (content == null || content.equals(StoredAnswer.NOT_KEPT)) {
      throw new ChatException.Final(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "This request was answered and charged, but the answer was too large to be kept. Another"
              + " Idempotency-Key makes another call.");
    }
    return PackedText.unpack(content);
  }

  private StoredAnswer answer(int part, CharSequence json) {
    answered = part + 1;
    return new StoredAnswer(
        row.id(),
        row.callId(),
        row.answerId(),
        part,
        answered == parts,
        json == null ? StoredAnswer.NOT_KEPT : PackedText.pack(json),
        keys.expiry());
  }

  /** Lets the next request have its turn; a key without a whole answer can be claimed again. */
  @Override
  public void close() {
    if (turn != null) {
      keys.end(row, turn, answered == parts);
    }
  }
}
