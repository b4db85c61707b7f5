package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AmountTest {
  private static final long SEED = 20261121;

  @Test
  void theSumOfThePartsIsTheWholeOverAMillionRows() {
    Random random = new Random(SEED);
    BigDecimal perMillion = new BigDecimal("0.270001");
    Amount sum = Amount.zero("USD");
    long tokens = 0;
    for (int i = 0; i < 1_000_000; i++) {
      int part = random.nextInt(200_000);
      tokens += part;
      sum = sum.plus(Amount.ofTokens(part, perMillion, "USD"));
    }
    assertEquals(Amount.ofTokens(tokens, perMillion, "USD"), sum);
  }

  @Test
  void tokensCostTheSameAsInSchoolArithmetic() {
    assertEquals(
        Amount.of("0.000000000001", "USD"), Amount.ofTokens(1, new BigDecimal("0.000001"), "USD"));
    assertEquals(
        Amount.of("0.54", "USD"), Amount.ofTokens(2_000_000, new BigDecimal("0.27"), "USD"));
    assertEquals(Amount.zero("USD"), Amount.ofTokens(0, new BigDecimal("0.27"), "USD"));
  }

  @Test
  void roundsHalfToTheEvenNeighbourAtTheLastPlace() {
    assertEquals(Amount.of("0.000000000002", "USD"), Amount.of("0.0000000000025", "USD"));
    assertEquals(Amount.of("0.000000000004", "USD"), Amount.of("0.0000000000035", "USD"));
  }

  @Test
  void convertsWithOneRoundingAtTheEnd() {
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      BigDecimal value = BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 12);
      BigDecimal rate = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 6);
      assertEquals(
          value.multiply(rate).setScale(12, RoundingMode.HALF_EVEN),
          new Amount(value, "CNY").convert(rate, "USD").value());
    }
  }

  @Test
  void doesNotMixCurrencies() {
    Amount usd = Amount.of("1", "USD");
    Amount cny = Amount.of("1", "CNY");
    assertThrows(IllegalArgumentException.class, () -> usd.plus(cny));
    assertThrows(IllegalArgumentException.class, () -> usd.minus(cny));
    assertThrows(IllegalArgumentException.class, () -> usd.compareTo(cny));
  }

  @Test
  void takingAwayWhatWasAddedLeavesNothing() {
    Amount amount = Amount.of("0.123456789012", "USD");
    assertEquals(Amount.zero("USD"), amount.plus(amount).minus(amount).plus(amount.negate()));
  }
}
