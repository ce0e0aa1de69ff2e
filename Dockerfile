# The command and its simulator, and nothing else: one static program, and the certificates that TLS trusts.
#
#   docker build --tag defender-actions .
#   docker run --rm --publish 127.0.0.1:8439:8439 defender-actions
#   docker run --rm --env DEFENDER_ACTIONS_TOKEN defender-actions block-file …
FROM rust:1.95-alpine AS build
RUN apk add --no-cache ca-certificates musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked -p defender-actions-cli

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /source/target/release/defender-actions /defender-actions
USER 65532:65532
EXPOSE 8439
ENTRYPOINT ["/defender-actions"]
CMD ["simulate", "--listen", "0.0.0.0:8439"]
