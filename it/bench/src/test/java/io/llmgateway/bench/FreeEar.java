package io.llmgateway.bench;

import io.llmgateway.it.server.Ear;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;

/**
 * The EAR with billing off: one library more, whose bean takes the place of the gateway's
 * settlements. It is compiled here against the EAR itself, because the product has no such switch.
 */
final class FreeEar {
  private static final String SOURCE = "FreeSettlements.java";

  private FreeEar() {}

  static Path of(Path ear) throws IOException {
    Path folder = Files.createTempDirectory("bench-free");
    unpackLibraries(ear, folder);
    Path source = folder.resolve(SOURCE);
    try (InputStream in = FreeEar.class.getResourceAsStream("/" + SOURCE)) {
      Files.copy(in, source);
    }
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> arguments =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-cp",
            libraries(folder) + File.pathSeparator + System.getProperty("java.class.path"),
            "-d",
            classes.toString(),
            source.toString());
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (failed != 0) {
      throw new IllegalStateException(SOURCE + " does not compile against " + ear);
    }
    String path = "io/llmgateway/bench/free/FreeSettlements.class";
    byte[] library =
        Ear.archive(
            Map.of(
                path, Files.readAllBytes(classes.resolve(path)),
                "META-INF/beans.xml", new byte[0]));
    return Ear.extended(ear, folder.resolve("free.ear"), Map.of("lib/free.jar", library), "");
  }

  private static void unpackLibraries(Path ear, Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(ear))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(".jar")) {
          Files.copy(in, folder.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
    }
  }

  private static String libraries(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }
}
