package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PassedAnswerTest {

  /** What has a default in {@link Answer} would otherwise be lost on the way, without a word. */
  @TestFactory
  Stream<DynamicTest> saysEverythingThatTheAnswerSays() {
    return Arrays.stream(Answer.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(Method::getName)
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> assertDoesNotThrow(() -> PassedAnswer.class.getDeclaredMethod(name))));
  }
}
