package io.emfs.pipeline.link.agent;

/**
 * How an agent's link stands. Immutable.
 *
 * @param up whether a job takes this node's events
 * @param orphaned whether threads were put back, for no job was there for {@code agent.orphan-after}
 * @param endpoints of the job that let the agent in
 * @param attempt of the job that counts; empty while there is none
 * @param downForMs how long no job has taken events; 0 while one does
 * @param trouble the last that went wrong; empty if nothing did since the last success
 */
public record LinkStatus(boolean up, boolean orphaned, int endpoints, String attempt, long downForMs, String trouble) {

    /** In a sentence. */
    public String text() {
        if (up) {
            return "linked to a job, " + endpoints + (endpoints == 1 ? " endpoint" : " endpoints") + ", attempt "
                    + attempt;
        }
        return "no job takes this node's events, for " + downForMs + " ms"
                + (orphaned ? "; all threads were put back" : "") + (trouble.isEmpty() ? "" : "; " + trouble);
    }
}
