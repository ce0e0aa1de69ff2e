# Makes the jar, the jar of the sources, and the POM. The dependencies have the versions that the generator names.
set -eu
name=defender-actions-$VERSION
rm -rf stage
inner=META-INF/maven/io.github.defender-actions/defender-actions
mkdir -p stage/META-INF
version() {
  sed -n "s:.*<$1-version>\(.*\)</$1-version>.*:\1:p" generated/pom.xml
}
sed "s/@VERSION@/$VERSION/; s/@JACKSON@/$(version jackson)/; s/@JACKSON_ANNOTATIONS@/$(version jackson-annotations)/" \
  package/pom.xml > "$OUT/$name.pom"
cp README.md "$CLIENTS/../LICENSE-APACHE" "$CLIENTS/../LICENSE-MIT" stage/META-INF
echo 'Automatic-Module-Name: defender.actions' > manifest
jar --create --file "$OUT/$name-sources.jar" -C stage . -C generated/src/main/java .
mkdir -p "stage/$inner"
cp "$OUT/$name.pom" "stage/$inner/pom.xml"
javac -encoding UTF-8 -Xlint:-options -nowarn --release 11 -d stage -cp "$DOWNLOADS/openapi-generator-7.26.0.jar" \
  $(find generated/src/main/java -name '*.java')
jar --create --file "$OUT/$name.jar" --manifest manifest -C stage .
