/**
 * The stable SPI of Berth: the interfaces that a plugin implements, and the values that it
 * receives.
 *
 * <p><b>What a plugin is.</b> One jar in the plugins folder, whose manifest names it ({@code
 * Plugin-Id}, {@code Plugin-Version}) and the version of this API that it was written for ({@code
 * Plugin-Requires}). It contains factories: classes with the annotation {@link org.pf4j.Extension}
 * and a constructor without arguments. A factory gives its point a name, which users write.
 *
 * <p><b>Points.</b> Placement has three: {@link dev.berth.plugin.placement.PlacementConstraint}
 * excludes instances, {@link dev.berth.plugin.placement.PlacementStrategy} orders those that
 * remain, and a {@link dev.berth.plugin.placement.Scheduler} decides on its own.
 *
 * <p><b>Life cycle.</b> A factory's {@code create} is called when the plugin is loaded, when its
 * settings have changed, and for a newer version of it. The object that it returns is called from
 * several threads at once. If it is {@link AutoCloseable}, it is closed once, after its last call.
 * A call that takes longer than {@code plugins.call-timeout}, throws, or returns what its point
 * forbids counts against the plugin: the server falls back to its own behaviour and lists the
 * plugin as unhealthy, with the reason.
 *
 * <p><b>Visible classes.</b> A plugin can access the JDK, this package and its subpackages, PF4J
 * and SLF4J, and no other class of the server.
 */
package dev.berth.plugin;
