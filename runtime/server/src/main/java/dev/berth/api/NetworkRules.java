package dev.berth.api;

import static dev.berth.api.TaskDefinitionRules.refuseUnless;

import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** What a container may say of names, addresses and its network. */
final class NetworkRules {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{0,253}[A-Za-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

    private final ContainerDefinition container;
    private final String networkMode;

    NetworkRules(ContainerDefinition container, String networkMode) {
        this.container = container;
        this.networkMode = networkMode;
    }

    void check() {
        var name = container.name();
        var hostname = Requests.orElse(container.hostname(), "");
        refuseUnless(
                hostname.isEmpty() || HOST.matcher(hostname).matches(),
                "Container '%s': hostname can have letters, digits, hyphens and dots.",
                name);
        for (var server : container.dnsServers()) {
            refuseUnless(
                    ADDRESS.matcher(server).matches(),
                    "Container '%s': dnsServers must be IP addresses.",
                    name);
        }
        for (var domain : container.dnsSearchDomains()) {
            refuseUnless(
                    HOST.matcher(domain).matches(),
                    "Container '%s': dnsSearchDomains must be domain names.",
                    name);
        }
        for (var host : container.extraHosts()) {
            refuseUnless(
                    HOST.matcher(Requests.orElse(host.hostname(), "")).matches()
                            && ADDRESS.matcher(Requests.orElse(host.ipAddress(), "")).matches(),
                    "Container '%s': each of extraHosts needs a hostname and an ipAddress.",
                    name);
        }
        refuseUnless(
                !Boolean.TRUE.equals(container.disableNetworking())
                        || container.portMappings().isEmpty() && !networkMode.equals("host"),
                "Container '%s': disableNetworking leaves no network for portMappings or"
                        + " networkMode host.",
                name);
    }
}
