package dev.berth.ecs.service;

import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceSettings.PlacementRule;
import dev.berth.ecs.Requests;
import dev.berth.ecs.service.ServiceTerms.Kind;
import java.util.Optional;

/** Which services can be balanced over availability zones. */
final class ZoneRebalancing {
    private static final String ZONE = "attribute:ecs.availability-zone";

    private ZoneRebalancing() {}

    /** Whether a new service is balanced if its request does not set this. */
    static boolean isEligible(Kind kind, ServiceSettings settings) {
        return settings.deployment().maximumPercent() > 100 && obstacle(kind, settings).isEmpty();
    }

    /**
     * Refuses settings that ask for it where it cannot be. The bounds of deployments are checked by
     * the rules of services.
     */
    static void check(Kind kind, ServiceSettings settings) {
        if (settings.zoneRebalancing()) {
            obstacle(kind, settings)
                    .ifPresent(
                            obstacle ->
                                    Requests.refuseUnless(
                                            false,
                                            "Availability Zone Rebalancing does not support %s."
                                                    .formatted(obstacle)));
        }
    }

    private static Optional<String> obstacle(Kind kind, ServiceSettings settings) {
        if (kind.strategy() == SchedulingStrategy.DAEMON) {
            return Optional.of("the DAEMON scheduling strategy");
        }
        if (kind.launchType().equals("EXTERNAL")) {
            return Optional.of("the launch type EXTERNAL");
        }
        if (!settings.strategies().isEmpty()
                && !spreadsOverZones(settings.strategies().getFirst())) {
            return Optional.of("a placement strategy that does not first spread tasks by " + ZONE);
        }
        return settings.constraints().stream().anyMatch(ZoneRebalancing::namesZones)
                ? Optional.of("a placement constraint on " + ZONE)
                : Optional.empty();
    }

    private static boolean spreadsOverZones(PlacementRule first) {
        return first.type().equals("spread") && ZONE.equals(first.argument());
    }

    private static boolean namesZones(PlacementRule constraint) {
        return constraint.argument() != null && constraint.argument().contains(ZONE);
    }
}
