package dev.berth.domain.service;

import static dev.berth.domain.service.SchedulingStrategy.DAEMON;

import java.util.Optional;

/** The validation of a service's settings, with the messages of ECS. */
final class SettingsRules {

    private SettingsRules() {}

    static Optional<String> refusal(SchedulingStrategy strategy, ServiceSettings settings) {
        return Optional.ofNullable(sentence(strategy, settings));
    }

    private static String sentence(SchedulingStrategy strategy, ServiceSettings settings) {
        var minimum = settings.deployment().minimumHealthyPercent();
        var maximum = settings.deployment().maximumPercent();
        if (minimum < 0) {
            return "minimumHealthyPercent must be at least 0";
        }
        if (minimum > 100) {
            return "minimumHealthyPercent must be at most 100";
        }
        if (maximum < 100) {
            return "maximumPercent must be at least 100";
        }
        if (maximum > 200) {
            return "maximumPercent must be at most 200";
        }
        if (strategy == DAEMON && maximum > 100) {
            return "The daemon scheduling strategy does not support values above 100 for"
                    + " maximumPercent";
        }
        if (minimum == 100 && maximum == 100) {
            return "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block"
                    + " deployments";
        }
        if (strategy == DAEMON && !settings.strategies().isEmpty()) {
            return "The daemon scheduling strategy does not support placement strategies";
        }
        if (settings.zoneRebalancing() && maximum <= 100) {
            return "Availability Zone Rebalancing does not support maximumPercent <= 100 % as"
                    + " deployment configuration.";
        }
        if (settings.gracePeriodSeconds() < 0) {
            return "healthCheckGracePeriodSeconds must be at least 0";
        }
        if (settings.deadlineSeconds() != null && settings.deadlineSeconds() < 0) {
            return "The deadline of a deployment must be at least 0 seconds.";
        }
        return breakerSentence(settings.deployment().circuitBreaker());
    }

    private static String breakerSentence(DeploymentConfiguration.CircuitBreaker breaker) {
        var percent = breaker.type() != DeploymentConfiguration.ThresholdType.COUNT;
        if (breaker.value() < 1 || (percent && breaker.value() > 100)) {
            return percent
                    ? "The threshold value of the deployment circuit breaker must be between 1 and"
                            + " 100 for a percentage."
                    : "The threshold value of the deployment circuit breaker must be at least 1.";
        }
        return null;
    }
}
