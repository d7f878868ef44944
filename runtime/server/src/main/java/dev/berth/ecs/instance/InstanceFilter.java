package dev.berth.ecs.instance;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.SnapshotInstance;
import dev.berth.plugin.query.ClusterQuery;
import dev.berth.plugin.query.QuerySyntaxException;
import dev.berth.query.QueryLanguage;
import dev.berth.wire.ApiException;

/**
 * The filter of ListContainerInstances.
 *
 * @param query null for all instances
 */
record InstanceFilter(ClusterQuery query) {

    /**
     * @throws ApiException InvalidParameterException that says where the filter is wrong
     */
    static InstanceFilter of(String filter) {
        if (filter == null || filter.isEmpty()) {
            return new InstanceFilter(null);
        }
        try {
            return new InstanceFilter(QueryLanguage.parse(filter));
        } catch (QuerySyntaxException e) {
            throw ApiException.invalidParameter("Invalid filter: " + e.getMessage() + ".");
        }
    }

    /** A query selects registered instances only, because INACTIVE ones have no attributes. */
    boolean selects(ClusterSnapshot contents, String instanceId) {
        return query == null
                || contents.registered(instanceId)
                        .filter(each -> query.matches(new SnapshotInstance(contents, each)))
                        .isPresent();
    }
}
