package io.llmgateway.it.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.llmgateway.it.fault.FaultBeforeOutput.Calls;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each fault of the tables, against the running gateway. */
class FaultsIT {
  /** Many times the deadlines of the channels and the pauses between attempts. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  private static final boolean[] MODES = {false, true};
  private static final int CUTS = 24;

  private static FaultBench bench;

  @BeforeAll
  static void start() {
    List<FaultBench.Scenario> scenarios = new ArrayList<>();
    for (boolean stream : MODES) {
      for (FaultBeforeOutput fault : FaultBeforeOutput.values()) {
        Script script = fault.script(stream);
        String label = fault.label(stream);
        scenarios.add(new FaultBench.Scenario(label, stream, false, script));
        scenarios.add(new FaultBench.Scenario(label + "-pair", stream, true, script));
      }
      for (FaultAfterOutput fault : FaultAfterOutput.values()) {
        scenarios.add(new FaultBench.Scenario(fault.label(stream), stream, true, fault.script));
      }
      for (OddAnswer odd : OddAnswer.values()) {
        scenarios.add(new FaultBench.Scenario(odd.label(stream), stream, true, odd.script));
      }
      for (int i = 0; i < CUTS; i++) {
        scenarios.add(cut(stream, i));
      }
    }
    bench = new FaultBench(scenarios);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @TestFactory
  Stream<DynamicTest> withoutAnotherChannelTheClientSeesTheRightError() {
    return each(FaultBeforeOutput.values(), FaultBeforeOutput::label, FaultsIT::alone);
  }

  private static void alone(FaultBeforeOutput fault, String label) {
    seesError(fault, label);
    int asked = bench.asked(label);
    if (fault.calls == Calls.AGAIN) {
      assertTrue(asked > 1 && asked <= 5, "asked " + asked + " times");
    } else {
      assertEquals(1, asked);
    }
    List<Doc> records = bench.records(label);
    assertEquals(asked, records.size(), records.toString());
    records.forEach(record -> failed(record, fault.outcome));
  }

  private static void seesError(FaultBeforeOutput fault, String label) {
    Observed seen = bench.observed(label);
    seen.reply().assertError(fault.status, fault.code);
    if (fault.outcome.equals("rate")) {
      String wait = seen.reply().header("retry-after");
      assertEquals(fault.calls == Calls.ONCE ? "90" : "1", wait, seen.toString());
    }
    inTime(seen);
  }

  @TestFactory
  Stream<DynamicTest> anotherChannelAnswersAndNothingIsMixed() {
    return each(
        FaultBeforeOutput.values(), (f, stream) -> f.label(stream) + "-pair", FaultsIT::pair);
  }

  private static void pair(FaultBeforeOutput fault, String label) {
    List<Doc> records = bench.records(label);
    assertEquals(1, bench.asked(label));
    failed(records.get(0), fault.outcome);
    if (fault.calls == Calls.ONCE_AND_NO_OTHER) {
      seesError(fault, label);
      assertEquals(0, bench.askedHealthy(label));
      assertEquals(1, records.size());
      return;
    }
    Observed seen = bench.observed(label);
    answered(seen, label);
    assertEquals("2", seen.reply().header("x-gateway-attempts"));
    assertEquals(
        bench.tenant().model(FaultBench.HEALTHY), seen.reply().header("x-gateway-channel"));
    assertEquals(1, bench.askedHealthy(label));
    assertEquals(2, records.size(), records.toString());
    charged(records.get(1));
  }

  @TestFactory
  Stream<DynamicTest> afterOutputTheFaultIsSaidAndNobodyElseIsAsked() {
    return each(FaultAfterOutput.values(), FaultAfterOutput::label, FaultsIT::after);
  }

  private static void after(FaultAfterOutput fault, String label) {
    Observed seen = bench.observed(label);
    if (label.endsWith("-sse")) {
      assertEquals(200, seen.reply().status(), seen.toString());
      assertEquals("Hello ", seen.text());
      assertFalse(seen.done(), seen.toString());
      Doc error = seen.lastError();
      assertEquals(fault.code, error.at("code").text(), seen.toString());
      assertFalse(error.at("message").text().isBlank());
      assertFalse(error.at("type").text().isBlank());
      assertTrue(error.has("param"));
    } else {
      seen.reply().assertError(fault.status, fault.code);
      assertFalse(seen.reply().body().contains("Hello"), seen.toString());
    }
    inTime(seen);
    assertEquals(1, bench.asked(label));
    assertEquals(0, bench.askedHealthy(label));
    List<Doc> records = bench.records(label);
    assertEquals(1, records.size(), records.toString());
    Doc record = records.get(0);
    assertEquals(fault.outcome, record.at("outcome").text(), record.toString());
    assertEquals("cut", record.at("end_state").text(), record.toString());
    assertEquals(0, record.at("charge").number().signum(), record.toString());
    assertEquals(1, record.at("cost").number().signum(), "a loss: " + record);
  }

  @TestFactory
  Stream<DynamicTest> whatOnlyLooksBrokenIsAnAnswer() {
    return each(OddAnswer.values(), OddAnswer::label, (odd, label) -> odd(label));
  }

  private static void odd(String label) {
    answered(bench.observed(label), "Hello world");
    assertEquals(1, bench.asked(label));
    assertEquals(0, bench.askedHealthy(label));
    List<Doc> records = bench.records(label);
    assertEquals(1, records.size(), records.toString());
    charged(records.get(0));
  }

  /** The provider's first answer is cut at a byte; it is asked again where that is allowed. */
  @TestFactory
  Stream<DynamicTest> wheneverAnAnswerIsCutItsEndIsNeverClean() {
    return Stream.of(false, true)
        .flatMap(stream -> Stream.iterate(0, i -> i + 1).limit(CUTS).map(i -> cut(stream, i)))
        .map(cut -> dynamicTest(cut.label(), () -> cutOnce(cut)));
  }

  private static void cutOnce(FaultBench.Scenario cut) {
    Observed seen = bench.observed(cut.label());
    inTime(seen);
    if (seen.streamed() && !seen.done()) {
      assertTrue("Hello world".startsWith(seen.text()), seen.toString());
      assertEquals("upstream_error", seen.lastError().at("code").text(), seen.toString());
      assertEquals(1, bench.asked(cut.label()), "repeated after output");
    } else {
      answered(seen, "Hello world");
      assertTrue(bench.asked(cut.label()) <= 2, seen.toString());
    }
  }

  private static FaultBench.Scenario cut(boolean stream, int number) {
    String whole = Chunks.whole("Hello world", Chunks.usageObject(3, 2));
    String events =
        "data: " + String.join("\n\ndata: ", Chunks.answer(3, 2, "Hello ", "wor", "ld")) + "\n\n";
    byte[] all = (stream ? events + "data: [DONE]\n\n" : whole).getBytes(StandardCharsets.UTF_8);
    String contentType = stream ? "text/event-stream" : "application/json";
    byte[] part = Arrays.copyOf(all, (int) ((long) all.length * number / CUTS));
    Script cut = Script.status(200).untilClose(contentType).bytes(part);
    return new FaultBench.Scenario(
        "cut-" + number + (stream ? "-sse" : "-json"),
        stream,
        false,
        List.of(number % 2 == 0 ? cut : cut.reset(), Script.status(200).body(contentType, all)));
  }

  @Test
  void theAccountPaysForWhatWasBookedAndNothingElse() {
    bench.records("");
    BigDecimal charged =
        bench.rows().stream()
            .map(r -> r.at("charge").number())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal spent = new BigDecimal("1000.00").subtract(bench.tenant().balance());
    assertEquals(0, spent.compareTo(charged), spent + " and " + charged);
  }

  @Test
  void noRedirectIsFollowedWithACredential() {
    bench.records("");
    assertEquals(
        List.of(),
        bench.tenant().simulator().received().matching(e -> e.path().contains("elsewhere")));
  }

  private static void answered(Observed seen, String text) {
    assertEquals(200, seen.reply().status(), seen.toString());
    assertEquals(text, seen.text(), seen.toString());
    if (seen.streamed()) {
      List<String> events = seen.events();
      assertEquals("[DONE]", events.get(events.size() - 1), seen.toString());
      assertTrue(events.stream().noneMatch(e -> e.contains("\"error\"")), seen.toString());
    }
    inTime(seen);
  }

  private static void inTime(Observed seen) {
    assertTrue(seen.took().compareTo(BOUND) < 0, "took " + seen.took());
  }

  private static void failed(Doc record, String outcome) {
    assertEquals(outcome, record.at("outcome").text(), record.toString());
    assertEquals("failed_before_output", record.at("end_state").text(), record.toString());
    assertEquals(0, record.at("charge").number().signum(), record.toString());
  }

  private static void charged(Doc record) {
    assertEquals("ok", record.at("outcome").text(), record.toString());
    assertEquals("complete", record.at("end_state").text(), record.toString());
    assertEquals(1, record.at("charge").number().signum(), record.toString());
  }

  private interface Label<F> {
    String of(F fault, boolean stream);
  }

  private interface Check<F> {
    void check(F fault, String label);
  }

  private static <F> Stream<DynamicTest> each(F[] faults, Label<F> labels, Check<F> check) {
    List<DynamicTest> tests = new ArrayList<>();
    for (F fault : faults) {
      for (boolean stream : MODES) {
        String label = labels.of(fault, stream);
        Consumer<F> body = f -> check.check(f, label);
        tests.add(dynamicTest(label, () -> body.accept(fault)));
      }
    }
    return tests.stream();
  }
}
