package io.llmgateway.bench;

/**
 * What the load is pointed at.
 *
 * @param port on the loopback interface
 * @param process whose CPU and memory are read
 * @param bills whether it has a wallet
 */
record Target(String name, int port, ProcessStat process, boolean bills) {}
