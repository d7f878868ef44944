package dev.berth.pluginhost.placement;

import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.placement.PlacementConstraintFactory;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.PlacementStrategyFactory;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.plugin.placement.SchedulerFactory;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.GuardedCall;
import dev.berth.pluginhost.guard.PluginKind;
import java.util.List;

/** The kinds of plugin points that place tasks. */
public final class PlacementKinds {
    static final String CHOOSERS = "placement strategy";

    static final PluginKind<PlacementStrategyFactory, PlacementStrategy> STRATEGY =
            new PluginKind<>(
                    "strategy",
                    CHOOSERS,
                    PlacementStrategyFactory.class,
                    PlacementStrategyFactory::type,
                    PlacementStrategyFactory::create,
                    (plugin, strategy, deadline) ->
                            field ->
                                    GuardedPreference.of(
                                            plugin,
                                            GuardedCall.of(
                                                    new CallMeter(plugin, "preference()"),
                                                    deadline,
                                                    () -> strategy.preference(field))),
                    "PlacementStrategyContract");

    static final PluginKind<SchedulerFactory, Scheduler> SCHEDULER =
            new PluginKind<>(
                    "scheduler",
                    CHOOSERS,
                    SchedulerFactory.class,
                    SchedulerFactory::type,
                    SchedulerFactory::create,
                    (plugin, scheduler, _) -> GuardedScheduler.of(plugin, scheduler),
                    "SchedulerContract");

    static final PluginKind<PlacementConstraintFactory, PlacementConstraint> CONSTRAINT =
            new PluginKind<>(
                    "constraint",
                    "placement constraint",
                    PlacementConstraintFactory.class,
                    PlacementConstraintFactory::type,
                    PlacementConstraintFactory::create,
                    (plugin, constraint, deadline) ->
                            expression ->
                                    GuardedRule.of(
                                            plugin,
                                            GuardedCall.of(
                                                    new CallMeter(plugin, "rule()"),
                                                    deadline,
                                                    () -> constraint.rule(expression))),
                    "PlacementConstraintContract");

    public static final List<PluginKind<?, ?>> ALL = List.of(STRATEGY, SCHEDULER, CONSTRAINT);

    private PlacementKinds() {}
}
