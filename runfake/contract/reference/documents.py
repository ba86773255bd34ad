"""The GraphQL documents that the reference client sends."""

from __future__ import annotations

RUN = """
query Run($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) {
    run(name: $run) {
      id name displayName state config summaryMetrics systemMetrics tags notes group jobType createdAt historyKeys
      user { username }
    }
  }
}"""

RUN_STATE = """
query RunState($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) { run(name: $run) { state } }
}"""

HISTORY_KEYS = """
query RunHistoryKeys($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) { run(name: $run) { historyKeys } }
}"""

FULL_HISTORY = """
query RunFullHistory($entity: String!, $project: String!, $run: String!, $samples: Int) {
  project(name: $project, entityName: $entity) { run(name: $run) { history(samples: $samples) } }
}"""

SYSTEM_METRICS = """
query RunFullHistory($entity: String!, $project: String!, $run: String!, $samples: Int) {
  project(name: $project, entityName: $entity) { run(name: $run) { events(samples: $samples) } }
}"""

SAMPLED_HISTORY = """
query RunSampledHistory($entity: String!, $project: String!, $run: String!, $specs: [JSONString!]!) {
  project(name: $project, entityName: $entity) { run(name: $run) { sampledHistory(specs: $specs) } }
}"""

HISTORY_PAGE = """
query HistoryPage(
  $entity: String!, $project: String!, $run: String!, $minStep: Int64!, $maxStep: Int64!, $samples: Int!
) {
  project(name: $project, entityName: $entity) {
    run(name: $run) { history(minStep: $minStep, maxStep: $maxStep, samples: $samples) }
  }
}"""

FILES = """
query RunFiles(
  $entity: String!, $project: String!, $run: String!, $names: [String], $first: Int, $after: String
) {
  project(name: $project, entityName: $entity) {
    run(name: $run) {
      files(names: $names, first: $first, after: $after) {
        edges { node { id name sizeBytes directUrl updatedAt } cursor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}"""

CREATE_FILES = """
mutation CreateRunFiles($entity: String!, $project: String!, $run: String!, $files: [String!]!) {
  createRunFiles(input: { entityName: $entity, projectName: $project, runName: $run, files: $files }) {
    uploadHeaders
    files { name uploadUrl }
  }
}"""

DELETE_FILES = """
mutation deleteFiles($files: [ID!]!) { deleteFiles(input: { files: $files }) { success } }"""

_ARTIFACT = """
fragment Artifact on Artifact {
  id digest state versionIndex
  artifactType { name }
  artifactSequence { name }
  aliases { alias artifactCollectionName }
}"""

OUTPUT_ARTIFACTS = (
    """
query RunOutputArtifacts($entity: String!, $project: String!, $run: String!, $first: Int, $after: String) {
  project(name: $project, entityName: $entity) {
    run(name: $run) {
      outputArtifacts(first: $first, after: $after) {
        edges { node { ...Artifact } cursor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}"""
    + _ARTIFACT
)

INPUT_ARTIFACTS = OUTPUT_ARTIFACTS.replace("outputArtifacts", "inputArtifacts").replace("RunOutput", "RunInput")

ARTIFACT_BY_NAME = (
    """
query ArtifactByName($entity: String!, $project: String!, $name: String!) {
  project(name: $project, entityName: $entity) { artifact(name: $name) { ...Artifact } }
}"""
    + _ARTIFACT
)

CREATE_ARTIFACT = """
mutation CreateArtifact($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id state } } }"""

USE_ARTIFACT = """
mutation UseArtifact($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } } }"""

UPSERT = """
mutation UpsertBucket($input: UpsertBucketInput!) {
  upsertBucket(input: $input) { bucket { id name project { name entity { name } } } inserted }
}"""

DELETE_RUN = """
mutation DeleteRun($id: ID!, $deleteArtifacts: Boolean) {
  deleteRun(input: { id: $id, deleteArtifacts: $deleteArtifacts }) { clientMutationId }
}"""

RUNS = """
query Runs($entity: String!, $project: String!, $filters: JSONString, $order: String, $first: Int, $after: String) {
  project(name: $project, entityName: $entity) {
    runs(filters: $filters, order: $order, first: $first, after: $after) {
      edges { node { name } cursor }
      pageInfo { hasNextPage endCursor }
    }
  }
}"""

VIEWER = """
query Viewer { viewer { entity } }"""

# -- what logging takes ------------------------------------------------------------------------------

LINE_COUNTS = """
query LineCounts($entity: String!, $project: String!, $run: String!) {
  project(name: $project, entityName: $entity) { run(name: $run) { historyKeys historyLineCount eventsLineCount } }
}"""

CREATE_MANIFEST = """
mutation CreateArtifactManifest($input: CreateArtifactManifestInput!) {
  createArtifactManifest(input: $input) { artifactManifest { id file { uploadUrl uploadHeaders } } }
}"""

CREATE_ARTIFACT_FILES = """
mutation CreateArtifactFiles($files: [CreateArtifactFileSpecInput!]!) {
  createArtifactFiles(input: { artifactFiles: $files, storageLayout: V2 }) {
    files { edges { node { uploadUrl uploadHeaders } } }
  }
}"""

COMMIT_ARTIFACT = """
mutation CommitArtifact($id: ID!) { commitArtifact(input: { artifactID: $id }) { artifact { id } } }"""

PROJECT = """
query Project($entity: String!, $project: String!) { project(name: $project, entityName: $entity) { id } }"""

DELETE_PROJECT = """
mutation deleteModel($id: String!) { deleteModel(input: { id: $id }) { success } }"""
