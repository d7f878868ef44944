package dev.berth.pages;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.PastTasks;
import dev.berth.actors.journal.PastTasks.Past;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.ecs.Arns;
import dev.berth.gateway.postmortem.PostMortems;
import dev.berth.gateway.postmortem.PostMortems.Answer;
import dev.berth.http.PageRoutes;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET clusters/CLUSTER/tasks/TASK}: the history of one task, by its id or a prefix of it. It
 * is read from the journal, so it is available as long as the rows are kept and uses no memory. For
 * a task that has not stopped, the agent is asked for the post-mortem.
 */
public final class TaskPage implements PageRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(TaskPage.class);
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final int SHOWN_OF_MANY = 5;
    private static final int TIMEOUT_SECONDS = 30;
    private static final String FOREIGN =
            "Amazon's agent ran this task. It does not provide log lines and health-check outputs.";

    private final ControlPlane plane;
    private final Arns arns;
    private final PastTasks past;
    private final PostMortems postMortems;

    public TaskPage(ControlPlane plane, Arns arns, PostMortems postMortems) {
        this.plane = plane;
        this.arns = arns;
        this.past = new PastTasks(plane.database());
        this.postMortems = postMortems;
    }

    @Override
    public Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        if (path.size() != 4 || !path.get(0).equals("clusters") || !path.get(2).equals("tasks")) {
            return Optional.empty();
        }
        return Optional.of(answer(path.get(1), path.get(3)));
    }

    private HttpResponse answer(String cluster, String beginning) {
        if (!ID.matcher(beginning).matches() || !ID.matcher(cluster.replace('_', '-')).matches()) {
            return none(cluster, beginning);
        }
        try {
            var ids = read(() -> past.idsThatBegin(cluster, beginning, SHOWN_OF_MANY + 1));
            if (ids.size() > 1 && !ids.contains(beginning)) {
                return ambiguous(beginning, ids);
            }
            var task =
                    ids.isEmpty()
                            ? Optional.<Past>empty()
                            : read(() -> past.read(cluster, matching(ids, beginning)));
            return task.map(this::shown).orElseGet(() -> none(cluster, beginning));
        } catch (SQLException | TimeoutException e) {
            LOG.warn("A task could not be read: {}", e.toString());
            return PageRoutes.sentence(503, "The journal cannot be read now. Try again.");
        }
    }

    private static String matching(List<String> ids, String beginning) {
        return ids.contains(beginning) ? beginning : ids.getFirst();
    }

    private static HttpResponse none(String cluster, String id) {
        return PageRoutes.sentence(404, "There is no task " + id + " in cluster " + cluster + ".");
    }

    private static HttpResponse ambiguous(String beginning, List<String> ids) {
        var some = String.join(", ", ids.subList(0, Math.min(SHOWN_OF_MANY, ids.size())));
        return PageRoutes.sentence(
                409,
                "More than one task begins with %s: %s%s."
                        .formatted(beginning, some, ids.size() > SHOWN_OF_MANY ? ", …" : ""));
    }

    private HttpResponse shown(Past past) {
        var spec = past.task().spec();
        var document =
                new TaskPageDocument(
                        arns,
                        past.task(),
                        postMortem(past),
                        plane.cluster(spec.cluster()).observations().task(spec.taskId()),
                        plane.account()
                                .definition(spec.family(), spec.revision())
                                .map(TaskDefinition.Registered::shape));
        return HttpResponse.create()
                .withEntity(ContentTypes.APPLICATION_JSON, document.json().toString() + "\n");
    }

    private Answer postMortem(Past past) {
        if (past.postMortem() != null) {
            return new Answer(past.postMortem(), null);
        }
        var spec = past.task().spec();
        var instance = plane.cluster(spec.cluster()).registered(spec.instanceId());
        if (instance.isEmpty()) {
            return Answer.nothing(
                    "The task's instance is no longer registered, and its agent did not send a post-mortem.");
        }
        if (!PostMortems.isAble(instance.get())) {
            return Answer.nothing(FOREIGN);
        }
        return postMortems.ask(
                AggregateKind.CONTAINER_INSTANCE.at(spec.cluster(), spec.instanceId()),
                arns.task(spec.cluster(), spec.taskId()));
    }

    /** Runs on the threads of the database, outside any actor. */
    private <T> T read(Callable<T> reading) throws SQLException, TimeoutException {
        var done = new CompletableFuture<T>();
        plane.database()
                .threads()
                .execute(
                        () -> {
                            try {
                                done.complete(reading.call());
                            } catch (Exception e) {
                                done.completeExceptionally(e);
                            }
                        });
        try {
            return done.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
        } catch (InterruptedException e) {
            throw new SQLException("the server stops", e);
        }
    }
}
