package dev.berth.gateway.postmortem;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.TaskCommand;
import dev.berth.ecs.Arns;
import dev.berth.gateway.logs.LogStreams;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.BerthExamineTask;
import dev.berth.protocol.agent.BerthPostMortem;
import dev.berth.protocol.agent.BerthPostMortemTaken;
import dev.berth.protocol.agent.BerthPostMortemsWanted;
import dev.berth.wire.ApiException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives post-mortems of containers from agents. The post-mortem of a stopped task is journaled
 * before it is acknowledged; that of a running task is requested when a user asks for the task.
 */
public final class PostMortems {
    private static final Logger LOG = LoggerFactory.getLogger(PostMortems.class);

    /** The attribute of agents that send post-mortems and answer requests for them. */
    private static final String CAPABILITY = "dev.berth.capability.post-mortem";

    /** The most post-mortems in flight from one agent, and being journaled from all agents. */
    private static final int OF_ONE_AGENT = 4;

    private static final int AT_ONCE = 64;
    private static final int QUESTIONS = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private record Question(EntityAddress<?> instance, CompletableFuture<BerthPostMortem> answer) {}

    private final ControlPlane plane;
    private final Arns arns;
    private final LogStreams.Agents agents;
    private final Semaphore journaling = new Semaphore(AT_ONCE);
    private final Map<String, Question> questions = new ConcurrentHashMap<>();

    public PostMortems(ControlPlane plane, Arns arns, LogStreams.Agents agents) {
        this.plane = plane;
        this.arns = arns;
        this.agents = agents;
    }

    public static boolean isAble(ContainerInstance.Registered instance) {
        return instance.attributes().containsKey(CAPABILITY);
    }

    /** The first message on the socket of an instance; empty for agents without post-mortems. */
    public Optional<AgentMessage> greeting(EntityAddress<?> instance) {
        return plane.cluster(instance.cluster())
                .registered(instance.localId())
                .filter(PostMortems::isAble)
                .map(_ -> new BerthPostMortemsWanted(OF_ONE_AGENT));
    }

    /** Handles a message from the agent of an instance. */
    public void received(EntityAddress<?> instance, BerthPostMortem message) {
        if (message.requestId() != null) {
            var question = questions.get(message.requestId());
            if (question != null && question.instance().equals(instance)) {
                question.answer().complete(message);
            }
            return;
        }
        String taskId;
        try {
            var named = arns.task(message.taskArn());
            if (named.cluster() != null && !named.cluster().equals(instance.cluster())) {
                return;
            }
            taskId = named.id();
        } catch (ApiException e) {
            LOG.warn("A post-mortem from instance {} was dropped: {}", instance, e.getMessage());
            return;
        }
        if (!journaling.tryAcquire()) {
            return; // the agent sends it again
        }
        keep(instance, taskId, message);
    }

    private void keep(EntityAddress<?> instance, String taskId, BerthPostMortem message) {
        PostMortem found;
        try {
            found = PostMortemModel.of(message.containers());
        } catch (RuntimeException e) {
            journaling.release();
            LOG.warn(
                    "A post-mortem from instance {} could not be read: {}",
                    instance,
                    e.getMessage());
            return;
        }
        plane.askForAgent(
                        AggregateKind.TASK.at(instance.cluster(), taskId),
                        new TaskCommand.KeepPostMortem(instance.localId(), found))
                .whenComplete(
                        (reply, failure) -> {
                            journaling.release();
                            if (failure != null) {
                                LOG.warn(
                                        "The post-mortem of task {} was not saved; its agent will"
                                                + " send it again: {}",
                                        taskId,
                                        failure.toString());
                            } else if (reply instanceof Reply.Done) {
                                agents.tell(instance, new BerthPostMortemTaken(message.taskArn()));
                            }
                        });
    }

    /**
     * Asks the agent for the post-mortem of a running task; the answer has a reason where there is
     * none. Blocks until the agent answers.
     */
    public Answer ask(EntityAddress<?> instance, String taskArn) {
        if (questions.size() >= QUESTIONS) {
            return Answer.nothing("The server is asking too many agents. Try again.");
        }
        var id = UUID.randomUUID().toString();
        var question = new Question(instance, new CompletableFuture<>());
        questions.put(id, question);
        try {
            if (!agents.tell(instance, new BerthExamineTask(id, taskArn))) {
                return Answer.nothing("The agent of the task's instance is not connected.");
            }
            var answer =
                    question.answer()
                            .completeOnTimeout(null, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                            .join();
            if (answer == null) {
                return Answer.nothing("The agent of the task's instance does not answer.");
            }
            return answer.error() != null
                    ? Answer.nothing(answer.error())
                    : new Answer(PostMortemModel.of(answer.containers()), null);
        } finally {
            questions.remove(id);
        }
    }

    /**
     * @param found empty if there is none
     * @param missing why there is none, or null
     */
    public record Answer(PostMortem found, String missing) {
        public static Answer nothing(String why) {
            return new Answer(PostMortem.EMPTY, why);
        }
    }
}
