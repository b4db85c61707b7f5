package io.llmgateway.bench;

/**
 * What the load is pointed at.
 *
 * @param port on the loopback interface
 * @param process whose CPU and memory are read
 * @param gateway whether it needs a long warm-up
 * @param bills whether it has a wallet that calls are charged to
 */
record Target(String name, int port, ProcessStat process, boolean gateway, boolean bills) {}
