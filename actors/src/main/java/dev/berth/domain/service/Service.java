package dev.berth.domain.service;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.Tags;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * A service: keeps a number of tasks running and changes their version. Its reconciler plans the
 * next actions; the aggregate stores the desired state and the progress.
 */
public sealed interface Service extends Aggregate.State {

    record Absent() implements Service {}

    record Active(Details details) implements Known {}

    /** Deleted; its tasks are being stopped. */
    record Draining(Details details, Instant since) implements Known {}

    /** Deleted and without tasks; its name can be used again. */
    record Inactive(Details details, Instant deletedAt) implements Known {}

    /** The API does not show it any more. */
    record Forgotten(String name) implements Service {}

    /** The services that the API shows. */
    sealed interface Known extends Service permits Active, Draining, Inactive {
        Details details();
    }

    /**
     * @param desiredCount of a REPLICA service; 0 of a DAEMON one
     */
    record Details(
            Identity identity,
            ServiceSettings settings,
            int desiredCount,
            Rollouts rollouts,
            Upkeep upkeep,
            MessageLog log,
            Map<String, String> tags) {
        public Details {
            tags = Tags.held(tags);
        }

        public String name() {
            return identity.name();
        }

        public Deployment primary() {
            return rollouts.primary();
        }

        Details with(ServiceSettings next) {
            return new Details(identity, next, desiredCount, rollouts, upkeep, log, tags);
        }

        Details withDesiredCount(int next) {
            return new Details(identity, settings, next, rollouts, upkeep, log, tags);
        }

        Details with(Rollouts next) {
            return new Details(identity, settings, desiredCount, next, upkeep, log, tags);
        }

        Details with(Upkeep next) {
            return new Details(identity, settings, desiredCount, rollouts, next, log, tags);
        }

        Details with(MessageLog next) {
            return new Details(identity, settings, desiredCount, rollouts, upkeep, next, tags);
        }

        Details withTags(Map<String, String> next) {
            return new Details(identity, settings, desiredCount, rollouts, upkeep, log, next);
        }
    }

    /**
     * The properties of a service that never change.
     *
     * @param createdBy the ARN of the principal
     * @param clientToken of the creation, or null
     * @param fingerprint of the parameters of the creation: distinguishes a retry from another call
     */
    record Identity(
            String cluster,
            String name,
            SchedulingStrategy strategy,
            Instant createdAt,
            String createdBy,
            String clientToken,
            String fingerprint) {}

    /**
     * The state of the scheduler about single tasks.
     *
     * @param writtenOff tasks on instances that were lost for too long, and when they were given
     *     up: they are replaced
     * @param moving tasks that are moved for a better balance, and when the move started
     * @param lastMoveAt when the last move started, or null
     */
    record Upkeep(
            PMap<String, Instant> writtenOff, PMap<String, Instant> moving, Instant lastMoveAt) {
        static final Upkeep NONE = new Upkeep(HashTreePMap.empty(), HashTreePMap.empty(), null);

        Upkeep writtenOff(PMap<String, Instant> next) {
            return new Upkeep(next, moving, lastMoveAt);
        }

        Upkeep moving(PMap<String, Instant> next) {
            return new Upkeep(writtenOff, next, lastMoveAt);
        }
    }

    static Optional<Details> details(Service service) {
        return service instanceof Known known ? Optional.of(known.details()) : Optional.empty();
    }
}
