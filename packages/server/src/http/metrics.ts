/** Counters in Prometheus' text format. Each server counts for itself; whoever collects adds up. */
export function createMetrics(version: string) {
  const requests = new Map<string, number>();
  const startedAtSeconds = Date.now() / 1000;
  return {
    countRequest(method: string, route: string, status: number): void {
      const labels = `method="${method}",route="${route}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
    },
    write: (): string =>
      [
        "# HELP daypass_info Version of this server.",
        "# TYPE daypass_info gauge",
        `daypass_info{version="${version}"} 1`,
        "# HELP daypass_start_time_seconds When this process started.",
        "# TYPE daypass_start_time_seconds gauge",
        `daypass_start_time_seconds ${startedAtSeconds}`,
        "# HELP daypass_http_requests_total Answered requests by route and status.",
        "# TYPE daypass_http_requests_total counter",
        ...[...requests].map(([labels, count]) => `daypass_http_requests_total{${labels}} ${count}`),
        "",
      ].join("\n"),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
