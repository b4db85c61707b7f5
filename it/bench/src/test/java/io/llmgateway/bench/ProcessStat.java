package io.llmgateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU and memory of a process and its children, from proc(5) of Linux. Elsewhere there is no such
 * file, and the benchmark stops.
 */
record ProcessStat(long pid) {
  /** USER_HZ: 100 on every platform that a JDK exists for, see sysconf(_SC_CLK_TCK). */
  private static final double TICKS_PER_SECOND = 100;

  private static final int PAGES_PER_MIB = 256;

  /** User and system time of the process and its living children. */
  double cpuSeconds() {
    return pids()
            .mapToObj(ProcessStat::afterName)
            .mapToLong(f -> number(f, 11) + number(f, 12))
            .sum()
        / TICKS_PER_SECOND;
  }

  long residentMiB() {
    return pids().mapToObj(ProcessStat::afterName).mapToLong(f -> number(f, 21)).sum()
        / PAGES_PER_MIB;
  }

  private LongStream pids() {
    Stream<ProcessHandle> children =
        ProcessHandle.of(pid).map(ProcessHandle::descendants).orElseGet(Stream::empty);
    return LongStream.concat(LongStream.of(pid), children.mapToLong(ProcessHandle::pid));
  }

  /** The fields from the third on; the second is the name, which may hold spaces. */
  private static String[] afterName(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(String[] fields, int index) {
    return Long.parseLong(fields[index]);
  }
}
