package dev.berth.domain.property;

import dev.berth.domain.Scenario;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceCommand.CountTasks;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceSettings.PlacementRule;
import dev.berth.domain.service.ServiceSettings.PropagateTags;
import dev.berth.domain.service.Services;
import dev.berth.domain.tag.TagChange;
import java.util.List;
import java.util.Map;

/** Commands of services, sensible or not, about few enough deployments and tasks that they meet. */
final class ServiceCommands {

    private final Draw draw;
    private int number;

    ServiceCommands(Draw draw) {
        this.draw = draw;
    }

    ServiceCommand service() {
        return draw.of(
                this::create,
                () -> new ServiceCommand.Update(draw.number(-1, 4), change(), start(), null),
                () -> new ServiceCommand.Update(null, change(), null, "r1"),
                () ->
                        new ServiceCommand.ChangeTags(
                                TagChange.setting(Map.of("k" + draw.number(0, 60), "v"))),
                () -> new ServiceCommand.Delete(draw.chance(10)),
                () -> new ServiceCommand.StopDeployment("sd" + draw.number(1, 9), draw.chance(50)),
                () -> new ServiceCommand.Forget(Scenario.NOW.plusSeconds(draw.number(0, 60))),
                () -> new ServiceCommand.Begin(deployment()),
                () ->
                        new ServiceCommand.ResolveImages(
                                "r" + draw.number(1, 9), Map.of("web", "sha256:1")),
                () -> new CountTasks(deployment(), 3, tasks(), tasks(), tasks(), tasks()),
                () -> new CountTasks(deployment(), 3, List.of(), tasks(), tasks(), List.of()),
                () -> new ServiceCommand.Complete(deployment()),
                () -> new ServiceCommand.Expire(deployment(), Scenario.NOW, "x."),
                () -> new ServiceCommand.RemoveDeployments(List.of(deployment(), deployment())),
                () -> new ServiceCommand.LogMessage("text " + draw.number(0, 3), true),
                () -> new ServiceCommand.ClearConditions(List.of("text " + draw.number(0, 3))),
                () -> new ServiceCommand.WriteOff(tasks()),
                () -> new ServiceCommand.TakeBack(tasks()),
                () -> new ServiceCommand.BeginMoves(tasks()),
                () -> new ServiceCommand.EndMoves(tasks()),
                ServiceCommand.FinishDeletion::new);
    }

    private ServiceCommand create() {
        number = 0;
        return new ServiceCommand.Create(
                Services.identity(
                        draw.chance(25) ? SchedulingStrategy.DAEMON : SchedulingStrategy.REPLICA),
                Services.withBreaker(),
                draw.orNull(() -> draw.number(0, 3)),
                Services.start(1),
                Map.of("k", "v"));
    }

    private ServiceSettings.Change change() {
        return new ServiceSettings.Change(
                draw.orNull(() -> new DeploymentConfiguration(50, 200, Services.BREAKER)),
                draw.orNull(() -> draw.number(-1, 9)),
                draw.orNull(() -> List.of(new PlacementRule("random", null))),
                draw.orNull(() -> List.of(new PlacementRule("memberOf", "attribute:x exists"))),
                draw.orNull(() -> draw.chance(50)),
                draw.orNull(() -> PropagateTags.SERVICE),
                draw.orNull(() -> draw.chance(50)),
                draw.number(0, 20),
                draw.orNull(() -> "{}"));
    }

    private ServiceCommand.Start start() {
        number++;
        return Services.start(1 + number % 9);
    }

    private String deployment() {
        return Services.deploymentId(draw.number(1, 9));
    }

    private List<String> tasks() {
        return draw.some(2, () -> "t" + draw.number(1, 9));
    }
}
