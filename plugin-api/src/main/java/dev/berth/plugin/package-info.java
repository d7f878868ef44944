/**
 * The stable SPI of Berth: what a plugin implements, and the values it is given.
 *
 * <p><b>What a plugin is.</b> One jar in the plugins folder, whose manifest names it ({@code
 * Plugin-Id}, {@code Plugin-Version}) and the version of this API that it was written for ({@code
 * Plugin-Requires}). It offers factories, classes with a constructor without arguments that bear
 * {@link org.pf4j.Extension}. A factory says under which name users ask for what it makes.
 *
 * <p><b>Points.</b> Placement has three: {@link dev.berth.plugin.placement.PlacementConstraint}
 * rules instances out, {@link dev.berth.plugin.placement.PlacementStrategy} says which of those
 * that are left are better, and a {@link dev.berth.plugin.placement.Scheduler} decides all by
 * itself.
 *
 * <p><b>Life.</b> A factory's {@code create} is called once when the plugin is loaded, and again
 * for a newer version of it. What it returns is called from several threads at once until the
 * plugin is removed; the last call has then returned. A call that takes longer than {@code
 * plugins.call-timeout}, throws, or returns what its point forbids counts against the plugin: the
 * server falls back to its own behaviour and lists the plugin as unhealthy, with the reason.
 *
 * <p><b>What a plugin sees.</b> The JDK, this package and those below it, PF4J and SLF4J, nothing
 * else of the server.
 */
package dev.berth.plugin;
