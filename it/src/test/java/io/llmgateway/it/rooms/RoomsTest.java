package io.llmgateway.it.rooms;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoomsTest {
  private static final String HOUSE = "io.llmgateway";
  private static final String OFFENCES = "io.llmgateway.it.rooms.offence";
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .importPaths(
              Path.of("../llm-gateway-ejb/target/classes"),
              Path.of("../llm-gateway-web/target/classes"));
  private static final JavaClasses OFFENDERS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages(OFFENCES);

  static Stream<String> rules() {
    return new HouseRules(HOUSE).all().keySet().stream();
  }

  @Test
  void looksAtBothModules() {
    assertTrue(GATEWAY.contain(HOUSE + ".ChatGateway"));
    assertTrue(GATEWAY.contain(HOUSE + ".api.ChatCompletionsResource"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holdsInTheGateway(String rule) {
    new HouseRules(HOUSE).all().get(rule).check(GATEWAY);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isNoticedWhenBroken(String rule) {
    Map<String, ArchRule> rules = new HouseRules(OFFENCES).all();
    assertTrue(rules.get(rule).evaluate(OFFENDERS).hasViolation());
  }
}
