package io.llmgateway.it.rooms;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which room may know which, from the front door down: {@code api} and {@code admin} (the war), the
 * root package that joins everything, the rooms {@code admission}, {@code cache}, {@code ledger},
 * {@code routing}, {@code provider}, {@code model}, {@code moderation}, {@code telemetry}, and at
 * the bottom {@code audit}, {@code chat}, {@code catalog}, {@code config}.
 */
final class HouseRules {
  private static final String[] ROOMS = {
    "admission",
    "cache",
    "ledger",
    "routing",
    "provider",
    "model",
    "moderation",
    "payment",
    "telemetry",
    "audit",
    "chat",
    "catalog",
    "config"
  };
  private static final Set<String> CLOCKLESS =
      Set.of(
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.ZonedDateTime",
          "java.time.OffsetDateTime");

  private final String root;

  HouseRules(String root) {
    this.root = root;
  }

  /** All rules by what they say. */
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("chat knows nothing but Java and JSON", onlyKnows("chat", "chat"));
    rules.put(
        "catalog knows nothing but Java, JSON and chat", onlyKnows("catalog", "catalog", "chat"));
    rules.put(
        "model knows nothing but Java, JSON, chat and catalog",
        onlyKnows("model", "model", "chat", "catalog"));
    rules.put("provider is plain Java", providerIsPlain());
    rules.put("config knows MicroProfile Config and no other room", configIsPlain());
    rules.put("the HTTP client stays in provider.transport", httpClientInTransport());
    rules.put("wires do not know each other", wiresApart());
    rules.put("rooms do not know each other", roomsApart());
    rules.put("rooms know neither the root nor the front", nothingAbove());
    rules.put("the root does not know the front", rootBelowFront());
    rules.put("HTTP server classes stay in the war", webInTheWar());
    rules.put(
        "persistence and transactions stay in ledger, admission, routing, moderation and audit",
        persistence());
    rules.put("the ledger is verified without a container", verificationIsPlain());
    rules.put("no floating point in ledger and catalog", exactNumbers());
    rules.put(
        "no cycles between packages", slices().matching(root + ".(**)").should().beFreeOfCycles());
    rules.put("names say what a class is", tellingNames());
    rules.put("time comes from a Clock", timeFromClock());
    return rules;
  }

  private ArchRule onlyKnows(String room, String... rooms) {
    List<String> allowed = new ArrayList<>(List.of("java..", "jakarta.json.."));
    for (String other : rooms) {
      allowed.add(inside(other));
    }
    return classes()
        .that()
        .resideInAPackage(inside(room))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .allowEmptyShould(true);
  }

  private ArchRule providerIsPlain() {
    return classes()
        .that()
        .resideInAPackage(inside("provider"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.net..",
            "javax.crypto..",
            "jakarta.json..",
            "org.apache.hc..",
            inside("provider"),
            inside("catalog"),
            inside("chat"));
  }

  private ArchRule configIsPlain() {
    return classes()
        .that()
        .resideInAPackage(inside("config"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "javax.naming..", "org.eclipse.microprofile.config..", inside("config"));
  }

  private ArchRule httpClientInTransport() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(inside("provider.transport"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..", "java.net.http..");
  }

  private ArchRule wiresApart() {
    return slices()
        .matching(root + ".provider.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(),
            resideInAnyPackage(
                inside("provider.transport"), inside("provider.auth"), inside("provider.wire")));
  }

  private ArchRule roomsApart() {
    List<ArchRule> rules = new ArrayList<>();
    List<String> siblings =
        List.of(
            "admission",
            "cache",
            "ledger",
            "routing",
            "provider",
            "model",
            "moderation",
            "payment");
    for (String room : siblings) {
      String[] others =
          siblings.stream().filter(s -> !s.equals(room)).map(this::inside).toArray(String[]::new);
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(inside(room))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others));
    }
    return CompositeArchRule.of(rules);
  }

  private ArchRule nothingAbove() {
    return noClasses()
        .that()
        .resideInAnyPackage(Arrays.stream(ROOMS).map(this::inside).toArray(String[]::new))
        .should()
        .dependOnClassesThat(resideInAnyPackage(root, inside("api"), inside("admin")));
  }

  private ArchRule rootBelowFront() {
    return noClasses()
        .that()
        .resideInAPackage(root)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(inside("api"), inside("admin"));
  }

  private ArchRule webInTheWar() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(inside("api"), inside("admin"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet..");
  }

  private ArchRule persistence() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            inside("ledger"),
            inside("admission"),
            inside("routing"),
            inside("moderation"),
            inside("audit"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.persistence..", "jakarta.transaction..", "javax.sql..");
  }

  private ArchRule verificationIsPlain() {
    return noClasses()
        .that()
        .resideInAPackage(inside("ledger"))
        .and()
        .haveNameMatching(
            ".*[.](LedgerVerification|VerifyLedger|LedgerSnapshot|LedgerRows|RowCursor|StoredRow"
                + "|ChainCheck|BlockContents|BookedCall|StateChecks|Seal(Checks|Tables|Text)?"
                + "|Findings?|CanonicalForm|Block)([$].*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta..");
  }

  private ArchRule exactNumbers() {
    String[] rooms = {inside("ledger"), inside("catalog")};
    return CompositeArchRule.of(
            noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(rooms)
                .should()
                .haveRawType(floating()))
        .and(
            noCodeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(rooms)
                .should()
                .haveRawReturnType(floating())
                .orShould(takeFloating()))
        .and(
            noClasses()
                .that()
                .resideInAnyPackage(rooms)
                .should()
                .callMethodWhere(returningFloating()));
  }

  private ArchRule tellingNames() {
    return noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Processor)");
  }

  private ArchRule timeFromClock() {
    return noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(Date.class)
        .orShould()
        .callMethodWhere(
            new DescribedPredicate<JavaMethodCall>("now() without a Clock") {
              @Override
              public boolean test(JavaMethodCall call) {
                return call.getName().equals("now")
                    && CLOCKLESS.contains(call.getTargetOwner().getName())
                    && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.isEquivalentTo(java.time.Clock.class));
              }
            });
  }

  private static DescribedPredicate<JavaClass> floating() {
    return new DescribedPredicate<>("a floating point type") {
      @Override
      public boolean test(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return base.isEquivalentTo(double.class)
            || base.isEquivalentTo(float.class)
            || base.isEquivalentTo(Double.class)
            || base.isEquivalentTo(Float.class);
      }
    };
  }

  private static ArchCondition<JavaCodeUnit> takeFloating() {
    return new ArchCondition<>("take a floating point parameter") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        boolean takes = unit.getRawParameterTypes().stream().anyMatch(floating()::test);
        String said = unit.getDescription() + (takes ? " takes" : " does not take") + " a float";
        events.add(new SimpleConditionEvent(unit, takes, said));
      }
    };
  }

  private static DescribedPredicate<JavaMethodCall> returningFloating() {
    return new DescribedPredicate<>("a floating point result") {
      @Override
      public boolean test(JavaMethodCall call) {
        return floating().test(call.getTarget().getRawReturnType());
      }
    };
  }

  private String inside(String room) {
    return root + "." + room + "..";
  }
}
