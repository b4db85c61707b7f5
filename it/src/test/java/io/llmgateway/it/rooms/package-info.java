/**
 * The rules of the house as tests: which room may know which ({@code HouseRules}), and that each
 * rule notices an offence, shown on a small house full of them ({@code offence}).
 */
package io.llmgateway.it.rooms;
