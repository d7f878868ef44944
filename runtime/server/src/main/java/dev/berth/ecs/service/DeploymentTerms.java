package dev.berth.ecs.service;

import static dev.berth.ecs.Requests.orElse;

import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.DeploymentConfiguration.ThresholdType;
import dev.berth.ecs.Requests;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ThresholdConfiguration;

/** {@code deploymentConfiguration}, between the shape of the API and that of the rules. */
final class DeploymentTerms {
    private static final String ROLLING = DeploymentStrategy.ROLLING.toString();

    private DeploymentTerms() {}

    /** Checks what does not depend on the service. */
    static void check(software.amazon.awssdk.services.ecs.model.DeploymentConfiguration given) {
        if (given == null) {
            return;
        }
        var strategy = orElse(given.strategyAsString(), ROLLING);
        Requests.refuseUnless(
                strategy.equals(ROLLING),
                "The deployment strategy %s is not supported yet. Use ROLLING."
                        .formatted(strategy));
        Requests.refuseUnless(
                given.alarms() == null || !Boolean.TRUE.equals(given.alarms().enable()),
                "Alarms of deployments are not supported yet. Leave out"
                        + " deploymentConfiguration.alarms, or set its enable to false.");
    }

    /** With the values of a request; values that it does not set are kept. */
    static DeploymentConfiguration after(
            software.amazon.awssdk.services.ecs.model.DeploymentConfiguration given,
            DeploymentConfiguration held) {
        return new DeploymentConfiguration(
                orElse(given.minimumHealthyPercent(), held.minimumHealthyPercent()),
                orElse(given.maximumPercent(), held.maximumPercent()),
                given.deploymentCircuitBreaker() == null
                        ? held.circuitBreaker()
                        : breaker(given.deploymentCircuitBreaker()));
    }

    private static CircuitBreaker breaker(DeploymentCircuitBreaker given) {
        var defaults = CircuitBreaker.DISABLED;
        var threshold = given.thresholdConfiguration();
        return new CircuitBreaker(
                Boolean.TRUE.equals(given.enable()),
                Boolean.TRUE.equals(given.rollback()),
                threshold == null ? defaults.type() : type(threshold),
                threshold == null ? defaults.value() : value(threshold),
                orElse(given.resetOnHealthyTask(), defaults.resetOnHealthyTask()));
    }

    private static ThresholdType type(ThresholdConfiguration given) {
        var member = "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.type";
        var type =
                Requests.oneOf(
                        member,
                        given.typeAsString(),
                        ThresholdType.COUNT.name(),
                        ThresholdType.BOUNDED_PERCENT.name(),
                        ThresholdType.UNBOUNDED_PERCENT.name());
        Requests.refuseUnless(type != null, member + " is required.");
        return ThresholdType.valueOf(type);
    }

    private static int value(ThresholdConfiguration given) {
        Requests.refuseUnless(
                given.value() != null,
                "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.value is"
                        + " required.");
        return given.value();
    }

    /**
     * As the API shows it, with its defaults.
     *
     * @param alarms null where none were given
     */
    static software.amazon.awssdk.services.ecs.model.DeploymentConfiguration shown(
            DeploymentConfiguration held, DeploymentAlarms alarms) {
        var breaker = held.circuitBreaker();
        return software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .minimumHealthyPercent(held.minimumHealthyPercent())
                .maximumPercent(held.maximumPercent())
                .deploymentCircuitBreaker(
                        b ->
                                b.enable(breaker.enabled())
                                        .rollback(breaker.rollback())
                                        .resetOnHealthyTask(breaker.resetOnHealthyTask())
                                        .thresholdConfiguration(
                                                t ->
                                                        t.type(breaker.type().name())
                                                                .value(breaker.value())))
                .alarms(alarms)
                .strategy(ROLLING)
                .bakeTimeInMinutes(0)
                .build();
    }
}
