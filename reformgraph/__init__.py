"""reformgraph: from Chinese reform plans to a knowledge graph of measures, regions, mechanisms and agencies."""

__version__ = "0.1.0"
