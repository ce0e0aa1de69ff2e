# Compiles what was generated, and the driver, against the jars of `lib`.
set -eu
rm -rf classes
javac -encoding UTF-8 -nowarn -proc:none -d classes -cp "lib/*" \
  $(find generated/src/main/java -name '*.java') "$CLIENTS/openapi-generator-java/Driver.java"
