/**
 * What every plugin has to keep, as tests: a plugin's own test extends the contract of its point,
 * and makes the instances and clusters that it needs with the builders beside it.
 */
package dev.berth.plugin.contract;
